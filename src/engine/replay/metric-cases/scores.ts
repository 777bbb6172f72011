import { baselineNamed } from '../../baseline';
import { confidence, increases, relativeDrop, relativeGain, type Confidence } from '../../metric/average-drop';
import { absoluteDrop } from '../../metric/drop-in-confidence';
import { measureFaithfulness, type Faithfulness } from '../../metric/faithfulness-correlation';
import { MASKING_PARAMETERS } from '../../metric/masking';
import { measureInfidelity } from '../../metric/infidelity';
import { areaUnder, perturbationCurve } from '../../metric/perturbation-curve';
import { imputations, removalMap, roadCombined, roadDifferences, type RoadOrder } from '../../metric/road';
import { withDefaults } from '../../parameter/values';
import { mean } from '../../statistics/values';
import { RandomStream } from '../../tensor/random';
import { floats, type FloatTensor } from '../../tensor/tensor';
import type { CaseFiles, CaseOutputs, ReferenceCase, RunCase } from '../adapter';
import { matrix, slices, vector } from './arrays';
import { BATCH, scoredImages, type ScoredImage } from './scored-images';

async function confidences(reference: ReferenceCase, files: CaseFiles): Promise<Confidence[]> {
  const maps = slices(files.array(reference.params.maps));
  const params = withDefaults(MASKING_PARAMETERS, reference.params);
  const pairs: Confidence[] = [];
  for (const [n, { input, scorer, clean }] of (await scoredImages(reference, files, 'probability')).entries())
    pairs.push(
      await confidence(input, maps[n], params, {
        probability: scorer,
        clean,
        black: reference.params.black ?? [],
      }),
    );
  return pairs;
}

const averageDrop: RunCase = async (reference, files) => {
  const pairs = await confidences(reference, files);
  return {
    originalScores: vector(pairs.map((p) => p.original)),
    maskedScores: vector(pairs.map((p) => p.masked)),
    drops: vector(pairs.map(relativeDrop)),
    averageDropPercent: mean(pairs.map(relativeDrop)),
    increasePercent: 100 * mean(pairs.map(increases)),
    averageGainPercent: mean(pairs.map(relativeGain)),
  };
};

const dropInConfidence: RunCase = async (reference, files) => {
  const pairs = await confidences(reference, files);
  return { drops: vector(pairs.map(absoluteDrop)), increases: vector(pairs.map(increases)) };
};

const road: RunCase = async (reference, files) => {
  const maps = slices(files.array(reference.params.maps));
  const percentiles: readonly number[] = reference.params.percentiles;
  const images = await scoredImages(reference, files, 'probability');
  const differences = async (order: RoadOrder): Promise<Float64Array[]> => {
    const perImage: Float64Array[] = [];
    for (const [n, { input, scorer, clean }] of images.entries())
      perImage.push(
        await roadDifferences(input, removalMap(maps[n], order), {
          percentiles,
          scorer,
          clean,
          batch: BATCH,
          signal: files.signal,
        }),
      );
    return perImage;
  };
  const most = await differences('mostRelevantFirst');
  const least = await differences('leastRelevantFirst');
  const byPercentile = (perImage: Float64Array[]) => matrix(percentiles.map((_, p) => perImage.map((row) => row[p])));
  const outputs: CaseOutputs = {
    mostRelevantFirst: byPercentile(most),
    leastRelevantFirst: byPercentile(least),
    combined: vector(most.map((m, n) => roadCombined(m, least[n]))),
  };
  for (const name of Object.keys(reference.expected)) {
    const imputed = /^imputed([ML])([\d.]+)$/.exec(name);
    if (!imputed) continue;
    const order = imputed[1] === 'M' ? 'mostRelevantFirst' : 'leastRelevantFirst';
    const [data] = imputations(images[0].input, removalMap(maps[0], order), [Number(imputed[2])]);
    outputs[name] = floats(images[0].input.dims.slice(1), data);
  }
  return outputs;
};

/** What pixels become: a file, else stored draws, else the baseline of that name. */
function baselineFor({ params, draws }: ReferenceCase, files: CaseFiles, input: FloatTensor): FloatTensor {
  const stored = params.baselineFile ?? (params.baseline === 'stored' ? draws?.baseline : undefined);
  return stored
    ? files.floats(stored)
    : baselineNamed(params.baseline, {
        input,
        levels: { black: params.black },
        stream: () => new RandomStream('baseline'),
      });
}

async function curve(
  reference: ReferenceCase,
  files: CaseFiles,
  ends: (image: ScoredImage, baseline: FloatTensor) => Ends,
): Promise<CaseOutputs> {
  const [image] = await scoredImages(reference, files, 'probability');
  const { from, to, at } = ends(image, baselineFor(reference, files, image.input));
  const values = await perturbationCurve({
    from,
    to,
    map: files.floats(reference.params.map).data,
    step: reference.params.step,
    scorer: image.scorer,
    clean: { score: image.clean, at },
    batch: BATCH,
    signal: files.signal,
  });
  return { curve: vector(values), auc: areaUnder(values) };
}
interface Ends {
  readonly from: FloatTensor;
  readonly to: FloatTensor;
  readonly at: 'start' | 'end';
}

const deletion: RunCase = (reference, files) =>
  curve(reference, files, ({ input }, baseline) => ({ from: input, to: baseline, at: 'start' }));
const insertion: RunCase = (reference, files) =>
  curve(reference, files, ({ input }, baseline) => ({ from: baseline, to: input, at: 'end' }));

const infidelity: RunCase = async (reference, files) => {
  const [{ input, scorer, clean }] = await scoredImages(reference, files, 'logit');
  const perturbations = slices(files.array(reference.draws!.perturbations));
  const result = await measureInfidelity(input, files.floats(reference.params.attribution), {
    samples: reference.params.samples ?? perturbations.length,
    perturb: (sample, target) => target.set(perturbations[sample]),
    scorer,
    clean,
    batch: BATCH,
    signal: files.signal,
  });
  return { infidelity: result.infidelity, infidelityNormalised: result.normalised };
};

const faithfulnessCorrelation: RunCase = async (reference, files) => {
  const maps = slices(files.array(reference.params.maps));
  const subsets = files.array(reference.draws!.subsets);
  const [runs, perRun, size] = subsets.dims;
  const results: Faithfulness[] = [];
  for (const [n, { input, scorer, clean }] of (await scoredImages(reference, files, 'logit')).entries())
    results.push(
      await measureFaithfulness(input, maps[n], {
        runs,
        subset: (run) =>
          (subsets.data as Int32Array).subarray((run * perRun + n) * size, (run * perRun + n + 1) * size),
        baseline: baselineFor(reference, files, input),
        scorer,
        clean,
        batch: BATCH,
        signal: files.signal,
      }),
    );
  return {
    correlation: vector(results.map((r) => r.correlation)),
    scoreDrops: matrix(results.map((r) => r.scoreDrops)),
    attributionSums: matrix(results.map((r) => r.attributionSums)),
  };
};

/** Cases that ask a model for scores. */
export const scoreCases: Readonly<Record<string, RunCase>> = {
  'average-drop': averageDrop,
  'drop-in-confidence-absolute': dropInConfidence,
  road,
  insertion,
  deletion,
  infidelity,
  'faithfulness-correlation': faithfulnessCorrelation,
};
