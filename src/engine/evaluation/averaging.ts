import type { Mean } from '../../protocol/evaluation-summary';
import { bootstrap } from '../statistics/bootstrap';

export const LEVEL = 0.95;
const RESAMPLES = 2000;
const FEWEST_RESAMPLES = 400;
/** Draws per mean: more inputs get fewer resamples, and need them less. */
const MOST_DRAWS = 5e6;

/** Resamples for so many inputs. */
export function resamplesFor(count: number): number {
  return Math.max(FEWEST_RESAMPLES, Math.min(RESAMPLES, Math.floor(MOST_DRAWS / Math.max(1, count))));
}

/** The mean of the finite values with its bootstrap interval. */
export function meanOf(values: Float64Array | undefined, seed: number): Mean {
  const finite = (values ?? new Float64Array()).filter(Number.isFinite);
  if (finite.length === 0) return { mean: null, low: null, high: null, images: 0 };
  const { estimate, low, high } = bootstrap(finite, { seed, level: LEVEL, resamples: resamplesFor(finite.length) });
  return { mean: estimate, low, high, images: finite.length };
}

/** The mean of the finite values; NaN where there are none. */
export function plainMean(values: Float64Array | undefined): { mean: number; images: number } {
  let total = 0;
  let images = 0;
  for (const value of values ?? []) {
    if (!Number.isFinite(value)) continue;
    total += value;
    images++;
  }
  return { mean: total / images, images };
}
