import type { Crossing, NetworkCurve } from '../../../protocol/training-result';
import { RandomStream } from '../../tensor/random';
import { mean } from '../../statistics/values';

const RESAMPLES = 2000;
const NAMES = { accuracy: 'accuracy', f1: 'F1' } as const;

/**
 * From which size on the network that is ahead at the largest size stays ahead: where the difference of the means, drawn
 * straight over the logarithm of the size, is positive from then on. Its interval comes from drawing the runs anew, the
 * same for both networks, which learned from the same inputs.
 */
export function crossingOf(
  first: NetworkCurve,
  second: NetworkCurve,
  measure: Crossing['measure'],
  seed: number,
): Crossing {
  const sizes = first.points.map(({ size }) => size);
  const runs = first.points[0].runs.map((_, r) =>
    sizes.map((__, s) => first.points[s].runs[r][measure] - second.points[s].runs[r][measure]),
  );
  const ahead = meanDifference(runs).at(-1)! >= 0;
  const differences = ahead ? runs : runs.map((run) => run.map((value) => -value));
  const from = overtaking(sizes, meanDifference(differences));
  const random = new RandomStream('crossing', seed);
  const outcomes = Float64Array.from({ length: RESAMPLES }, () =>
    overtaking(sizes, meanDifference(differences.map(() => differences[random.below(differences.length)]))),
  ).sort();
  const [low, high] = [0.025, 0.975].map((share) => outcomes[Math.round(share * (RESAMPLES - 1))]);
  const several = runs.length > 1;
  const [better, worse] = ahead ? [first.network, second.network] : [second.network, first.network];
  const within = (value: number): number | null => (several && value > 0 && value < Infinity ? value : null);
  return {
    measure,
    better,
    worse,
    from: from > 0 && from < Infinity ? from : null,
    low: within(low),
    high: within(high),
    runs: runs.length,
    text: sentence({ better, worse, measure, from, low, high, sizes, runs: runs.length }),
  };
}

const meanDifference = (runs: readonly (readonly number[])[]): number[] =>
  runs[0].map((_, s) => mean(runs.map((run) => run[s])));

/** 0: ahead at every size; Infinity: not even at the largest. */
function overtaking(sizes: readonly number[], difference: readonly number[]): number {
  const last = difference.reduce((found, value, s) => (value <= 0 ? s : found), -1);
  if (last < 0) return 0;
  if (last === sizes.length - 1) return Infinity;
  const share = -difference[last] / (difference[last + 1] - difference[last]);
  return sizes[last] * (sizes[last + 1] / sizes[last]) ** share;
}

interface Found extends Pick<Crossing, 'better' | 'worse' | 'measure' | 'runs'> {
  readonly from: number;
  readonly low: number;
  readonly high: number;
  readonly sizes: readonly number[];
}

function sentence({ better, worse, measure, from, low, high, sizes, runs }: Found): string {
  const [least, most] = [sizes[0], sizes.at(-1)!];
  const end = (value: number): string =>
    value === 0 ? `below ${least}` : value === Infinity ? `above ${most}` : String(Math.round(value));
  const ends = [...new Set([end(low), end(high)])];
  const interval = runs > 1 ? `95 % interval ${ends.join(' to ')}, ${runs} runs` : 'one run, so no interval';
  if (from === Infinity)
    return `${better} and ${worse} are equal in ${NAMES[measure]} at ${most} inputs (${interval}).`;
  const where =
    from === 0 ? `at every size from ${least} to ${most} inputs` : `from about ${Math.round(from)} inputs on`;
  return `${better} is better than ${worse} in ${NAMES[measure]} ${where} (${interval}).`;
}
