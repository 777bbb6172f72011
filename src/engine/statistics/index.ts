import { barycentre } from './barycentre';
import { cosine, kendallTauB, pearson, spearman } from './correlation';
import { euclidean, meanAbsoluteDifference, wasserstein } from './distance';
import { cohenIndependent, cohenPaired, rankBiserial } from './effect';
import { kolmogorovSmirnov } from './kolmogorov-smirnov';
import { minMax } from './normalise';
import { topCount, topOverlap } from './overlap';
import { jointRange, ssim, uniformWindow } from './ssim';
import { pairedT, welchT, type TestResult } from './student';
import { mean, standardDeviation, type Values } from './values';
import { wilcoxon } from './wilcoxon';

/** Two maps of one shape; `dims` are their rows and columns (or one length). */
export interface MapPair {
  readonly a: Values;
  readonly b: Values;
  readonly dims: readonly number[];
}

/** One number that says how alike (`higher`) or how far apart (`lower`) two maps are. */
export interface Comparison {
  readonly id: string;
  readonly label: string;
  readonly paper: string;
  readonly formula: string;
  readonly alike: 'higher' | 'lower';
  compare(pair: MapPair): number;
}

/** A two-sided test of two maps' values, with the effect size that goes with it. */
export interface Hypothesis {
  readonly id: string;
  readonly label: string;
  readonly formula: string;
  readonly effectLabel: string;
  test(a: Values, b: Values): TestResult & { readonly effect: number };
}

const SSIM_WIDTH = 7;

function structure({ a, b, dims }: MapPair): number {
  if (dims.some((d) => d < SSIM_WIDTH)) return NaN;
  return ssim(a, b, { dims, window: uniformWindow(SSIM_WIDTH), range: jointRange(a, b), sample: true });
}

function centres({ a, b, dims }: MapPair): { apart: number; spread: number } {
  const width = dims[dims.length - 1];
  const [from, to] = [barycentre(minMax(a), width), barycentre(minMax(b), width)];
  return { apart: Math.hypot(from.row - to.row, from.column - to.column), spread: Math.abs(from.spread - to.spread) };
}

/** A distance of the min-max scaled maps. */
const scaled =
  (of: (a: Values, b: Values) => number) =>
  ({ a, b }: MapPair): number =>
    of(minMax(a), minMax(b));

export const COMPARISONS: readonly Comparison[] = Object.freeze<Comparison[]>([
  {
    id: 'pearson',
    label: 'Pearson r',
    paper: 'Pearson 1895',
    formula: 'cov(a, b) / (σₐ σ_b)',
    alike: 'higher',
    compare: ({ a, b }) => pearson(a, b),
  },
  {
    id: 'spearman',
    label: 'Spearman ρ',
    paper: 'Spearman 1904',
    formula: 'Pearson r of average ranks',
    alike: 'higher',
    compare: ({ a, b }) => spearman(a, b),
  },
  {
    id: 'kendall',
    label: 'Kendall τ-b',
    paper: 'Kendall 1945',
    formula: '(C − D) / √((n₀ − n₁)(n₀ − n₂))',
    alike: 'higher',
    compare: ({ a, b }) => kendallTauB(a, b),
  },
  {
    id: 'cosine',
    label: 'Cosine',
    paper: '',
    formula: '⟨a, b⟩ / (‖a‖ ‖b‖)',
    alike: 'higher',
    compare: ({ a, b }) => cosine(a, b),
  },
  {
    id: 'ssim',
    label: 'SSIM',
    paper: 'Wang et al. 2004',
    formula: '7-wide uniform window, L = max − min over both maps, no border',
    alike: 'higher',
    compare: structure,
  },
  {
    id: 'top-10-percent',
    label: 'Top 10 % overlap',
    paper: '',
    formula: '|A ∩ B| / k of the k = ⌊n/10 + ½⌋ largest values',
    alike: 'higher',
    compare: ({ a, b }) => topOverlap(a, b, topCount(10, a.length)).intersection,
  },
  {
    id: 'mean-distance',
    label: 'Difference of means',
    paper: '',
    formula: '|mean(a) − mean(b)|, min-max scaled',
    alike: 'lower',
    compare: scaled((a, b) => Math.abs(mean(a) - mean(b))),
  },
  {
    id: 'std-distance',
    label: 'Difference of deviations',
    paper: '',
    formula: '|σₐ − σ_b| (population), min-max scaled',
    alike: 'lower',
    compare: scaled((a, b) => Math.abs(standardDeviation(a) - standardDeviation(b))),
  },
  {
    id: 'mean-absolute',
    label: 'Mean |a − b|',
    paper: '',
    formula: 'mean |a − b|, min-max scaled',
    alike: 'lower',
    compare: scaled(meanAbsoluteDifference),
  },
  {
    id: 'euclidean',
    label: 'Euclidean distance',
    paper: '',
    formula: '‖a − b‖₂, min-max scaled',
    alike: 'lower',
    compare: scaled(euclidean),
  },
  {
    id: 'wasserstein',
    label: 'Wasserstein distance',
    paper: 'Vaserstein 1969',
    formula: '∫ |Fₐ − F_b| of the values, min-max scaled',
    alike: 'lower',
    compare: scaled(wasserstein),
  },
  {
    id: 'barycentre-distance',
    label: 'Distance of barycentres (px)',
    paper: '',
    formula: 'distance of the centres of mass, min-max scaled',
    alike: 'lower',
    compare: (pair) => centres(pair).apart,
  },
  {
    id: 'spread-distance',
    label: 'Difference of spreads (px)',
    paper: '',
    formula: 'difference of the root mean squared distances to the centre of mass',
    alike: 'lower',
    compare: (pair) => centres(pair).spread,
  },
]);

export const HYPOTHESES: readonly Hypothesis[] = Object.freeze<Hypothesis[]>([
  {
    id: 'kolmogorov-smirnov',
    label: 'Kolmogorov-Smirnov',
    formula: 'D = max |Fₐ − F_b|, exact',
    effectLabel: 'D',
    test(a, b) {
      const result = kolmogorovSmirnov(a, b);
      return { ...result, effect: result.statistic };
    },
  },
  {
    id: 'wilcoxon',
    label: 'Wilcoxon signed-rank',
    formula: 'smaller rank sum of the signed differences, normal approximation, ties corrected',
    effectLabel: 'rank-biserial r',
    test: (a, b) => ({ ...wilcoxon(a, b), effect: rankBiserial(a, b) }),
  },
  {
    id: 'paired-t',
    label: 'Paired t',
    formula: 'mean(a − b) / (s / √n), n − 1 degrees of freedom',
    effectLabel: 'Cohen d (paired)',
    test: (a, b) => ({ ...pairedT(a, b), effect: cohenPaired(a, b) }),
  },
  {
    id: 'welch-t',
    label: 'Welch t',
    formula: '(mean a − mean b) / √(sₐ²/n + s_b²/m)',
    effectLabel: 'Cohen d',
    test: (a, b) => ({ ...welchT(a, b), effect: cohenIndependent(a, b) }),
  },
]);
