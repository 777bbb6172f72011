import type { ComparisonCalls, MapsComparison } from '../../protocol/comparison';
import type { JobOptions } from '../session/execution';
import { Execution } from '../session/execution';
import { comparing, pairsOf } from './comparison';
import { flatMaps, sameSize } from './maps';
import { distributionOf, scatterOf } from './spread';
import { summaryOf } from './summary';

type Arguments<N extends keyof ComparisonCalls> = ComparisonCalls[N]['arguments'];

/** As the command line has them by default. */
const OPTIONS = { threshold: 0.2, bins: 20 };

/**
 * Compares maps that were just made, letting other work in between pairs. @throws LensError `cancelled`, or when maps
 * cannot be compared
 */
async function compare(
  { maps }: Arguments<'maps.compare'>,
  { signal, lane }: JobOptions,
  report: (progress: ComparisonCalls['maps.compare']['event']) => void,
): Promise<MapsComparison> {
  const execution = new Execution(signal);
  const { maps: flat, resized } = sameSize(flatMaps(maps));
  const pairs = pairsOf(flat);
  const steps = comparing(flat, OPTIONS);
  let step = steps.next();
  for (let done = 1; !step.done; done++) {
    report({ done: Math.min(done, pairs.length), of: pairs.length });
    await lane?.turn();
    execution.check();
    step = steps.next();
  }
  return {
    result: step.value,
    distributions: flat.map(distributionOf),
    scatters: pairs.map(([a, b]) => scatterOf(a, b)),
    resized,
  };
}

/** What the comparison panel asks. */
export const comparisonAnswers = {
  compare,
  summarise: async ({ inputs }: Arguments<'maps.summarise'>) => summaryOf(inputs),
};
