import { barycentre } from '../statistics/barycentre';
import { cosine, kendallTauB, pearson, pearsonP, spearman } from '../statistics/correlation';
import { euclidean, meanAbsoluteDifference, wasserstein } from '../statistics/distance';
import { above, histogram } from '../statistics/histogram';
import { kolmogorovSmirnov } from '../statistics/kolmogorov-smirnov';
import { NORMALISATIONS, minMax, type Normalisation } from '../statistics/normalise';
import { topCount, topOverlap } from '../statistics/overlap';
import { gaussianWindow, jointRange, ssim, uniformWindow } from '../statistics/ssim';
import { pairedT, welchT } from '../statistics/student';
import { mean, standardDeviation, type Values } from '../statistics/values';
import { wilcoxon } from '../statistics/wilcoxon';
import type { NumericArray, Tensor } from '../tensor/tensor';
import type { Adapter, CaseFiles, CaseOutputs, ReferenceCase, RunCase } from './adapter';

type Pair = readonly [a: Tensor, b: Tensor];

const pairOf = ({ params }: ReferenceCase, files: CaseFiles): Pair => [files.array(params.a), files.array(params.b)];
const numbers = (data: NumericArray): Float64Array => Float64Array.from(data as ArrayLike<number>);
const vector = (values: Values): Tensor => ({
  type: 'float64',
  dims: [values.length],
  data: Float64Array.from(values),
});

const similarity: RunCase = (reference, files) => {
  const [a, b] = pairOf(reference, files).map((t) => numbers(t.data));
  const r = pearson(a, b);
  const outputs: CaseOutputs = {
    pearson: r,
    pearsonP: pearsonP(r, a.length),
    spearman: spearman(a, b),
    kendallTauB: kendallTauB(a, b),
    cosine: cosine(a, b),
  };
  for (const name of Object.keys(reference.expected)) {
    const top = /^top([\d.]+)Percent(Intersection|Iou)$/.exec(name);
    if (!top) continue;
    const overlap = topOverlap(a, b, topCount(Number(top[1]), a.length));
    outputs[name] = top[2] === 'Iou' ? overlap.iou : overlap.intersection;
  }
  return outputs;
};

const similarityOfStructure: RunCase = (reference, files) => {
  const pair = pairOf(reference, files);
  const { dims } = pair[0];
  const [rawA, rawB] = pair.map((t) => numbers(t.data));
  const [a, b] = [minMax(rawA), minMax(rawB)];
  const outputs: CaseOutputs = {
    ssimGaussian: ssim(a, b, { dims, window: gaussianWindow(1.5, 3.5), range: 1, sample: false }),
  };
  for (const name of Object.keys(reference.expected)) {
    const uniform = /^ssimUniform(\d+)(JointRange)?$/.exec(name);
    if (!uniform) continue;
    const window = uniformWindow(Number(uniform[1]));
    outputs[name] = uniform[2]
      ? ssim(rawA, rawB, { dims, window, range: jointRange(rawA, rawB), sample: true })
      : ssim(a, b, { dims, window, range: 1, sample: true });
  }
  return outputs;
};

const distance: RunCase = (reference, files) => {
  const pair = pairOf(reference, files);
  const width = pair[0].dims[pair[0].dims.length - 1];
  const raw = pair.map((t) => numbers(t.data));
  const outputs: CaseOutputs = {};
  for (const scale of ['minMax', 'maxAbs'] as const) {
    const [a, b] = raw.map(NORMALISATIONS[scale]);
    const gap = (of: (values: Values) => number): number => Math.abs(of(a) - of(b));
    outputs[`${scale}.meanDistance`] = gap(mean);
    outputs[`${scale}.stdDistance`] = gap((v) => standardDeviation(v));
    outputs[`${scale}.stdDistanceSample`] = gap((v) => standardDeviation(v, 1));
    outputs[`${scale}.wasserstein1d`] = wasserstein(a, b);
    outputs[`${scale}.euclidean`] = euclidean(a, b);
    outputs[`${scale}.meanAbsoluteDifference`] = meanAbsoluteDifference(a, b);
  }
  const [a, b] = raw.map((values) => barycentre(minMax(values), width));
  outputs.barycentreA = vector([a.row, a.column]);
  outputs.barycentreB = vector([b.row, b.column]);
  outputs.barycentreDistance = Math.hypot(a.row - b.row, a.column - b.column);
  outputs.spreadDistance = Math.abs(a.spread - b.spread);
  return outputs;
};

const histograms: RunCase = (reference, files) => {
  const edges = numbers(files.array(reference.params.edges).data);
  const [a, b] = pairOf(reference, files).map((t) => minMax(numbers(t.data)));
  const [highA, highB] = [a, b].map((values) => above(values, reference.params.above));
  return {
    countsA: vector(histogram(highA, edges)),
    countsB: vector(histogram(highB, edges)),
    shareAboveA: highA.length / a.length,
    shareAboveB: highB.length / b.length,
  };
};

const hypothesisTests: RunCase = (reference, files) => {
  const normalise = NORMALISATIONS[(reference.params.normalisation ?? 'minMax') as Normalisation];
  const [a, b] = pairOf(reference, files).map((t) => normalise(numbers(t.data)));
  const ks = kolmogorovSmirnov(a, b);
  const signedRank = wilcoxon(a, b);
  const paired = pairedT(a, b);
  const welch = welchT(a, b);
  return {
    ksStatistic: ks.statistic,
    ksP: ks.p,
    wilcoxonStatistic: signedRank.statistic,
    wilcoxonP: signedRank.p,
    wilcoxonPrattCorrectedP: wilcoxon(a, b, { zeros: 'pratt', continuity: true }).p,
    ...('wilcoxonExactP' in reference.expected && { wilcoxonExactP: wilcoxon(a, b, { distribution: 'exact' }).p }),
    pairedTStatistic: paired.statistic,
    pairedTP: paired.p,
    welchTStatistic: welch.statistic,
    welchTP: welch.p,
  };
};

/** Suite `statistics`: numbers that compare two stored maps. */
export const statistics: Adapter = {
  suite: 'statistics',
  methods: {
    similarity,
    ssim: similarityOfStructure,
    distance,
    histogram: histograms,
    'hypothesis-tests': hypothesisTests,
  },
};
