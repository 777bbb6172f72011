import { LensError } from '../../../protocol/error';
import { integer, number } from '../../parameter/kinds';
import type { ValuesOf } from '../../parameter/schema';
import type { FloatTensor } from '../../tensor/tensor';
import type { MethodContext } from '../method';

export interface SamplingOptions {
  /** The map after the samples taken so far; asked for after the first batch and then now and then. */
  readonly partial?: () => FloatTensor | undefined;
  /** Ends the sampling early; by default all samples are taken. */
  readonly precision?: Precision;
}

/** When a run may end by itself. */
export interface Precision {
  /** Samples before which errors tell nothing. */
  readonly least: number;
  reached(done: number): boolean;
}

/** The precision that `params.standardError` asks for, if it does; `error` is what is to fall below it. */
export function precisionOf(
  { params }: MethodContext<{ readonly standardError: number }>,
  least: number,
  error: (done: number) => number,
): Precision | undefined {
  const level = params.standardError;
  return level > 0 ? { least, reached: (done) => error(done) <= level } : undefined;
}

/** How many samples were run, and a sentence where they are fewer than asked. */
export interface Sampling {
  readonly done: number;
  readonly warnings: readonly string[];
}

/** The time limit that sampling methods share. */
const secondsParameter = number({
  name: 'seconds',
  label: 'Time limit',
  description: 'Stops with the samples run by then; 0: no limit',
  unit: 's',
  default: 0,
  minimum: 0,
  advanced: true,
});

/** The budget that sampling methods share. */
const passesParameter = integer({
  name: 'passes',
  label: 'Budget',
  description: 'Stops after so many forward passes; 0: no limit',
  unit: 'u',
  default: 0,
  minimum: 0,
  advanced: true,
});

/** What ends a run before all its samples are taken. */
export const budgetParameters = Object.freeze([secondsParameter, passesParameter] as const);

export type BudgetValues = ValuesOf<typeof budgetParameters>;

/** The precision at which sampling methods stop by themselves. */
export const standardErrorParameter = number({
  name: 'standardError',
  label: 'Stop at standard error',
  description: 'Of the least certain value; 0: run all samples',
  default: 0,
  minimum: 0,
  advanced: true,
});

interface Steps extends SamplingOptions {
  /**
   * Takes the next samples, up to `limit`, and returns how many are done then; the number it was given where there are
   * none left.
   */
  step(done: number, limit: number): Promise<number>;
}

/** At least so many samples lie between two looks at the precision. */
const PACE = 64;

/**
 * Takes samples step by step. It ends early when the time limit `params.seconds` or the budget `params.passes` is
 * reached, when they are precise enough, or when the job is cancelled after at least one step: what was taken is kept.
 * Precision is looked at after fixed numbers of samples, which grow by a tenth, so that neither batches nor what was
 * run before decide where a run ends, and all looks together cost as much as a few.
 * @throws LensError `cancelled` when nothing had been taken
 */
export async function sampled(
  context: MethodContext<BudgetValues>,
  count: number,
  { step, partial, precision }: Steps,
): Promise<Sampling> {
  const clock = new Clock(context.params.seconds);
  const most = Math.min(count, context.params.passes || count);
  let done = 0;
  let look = precision ? Math.max(precision.least, PACE) : Infinity;
  const early = (why: string): Sampling => ({ done, warnings: [`${why} ${done} of ${count} samples.`] });
  while (done < most) {
    const before = done;
    try {
      done = await step(done, Math.min(most, look));
    } catch (error) {
      if (done === 0 || !isCancellation(error)) throw error;
      return early('Cancelled: the map rests on');
    }
    if (done === before) break;
    context.report(done / most, done < most ? clock.due(partial) : undefined);
    if (done < most && clock.over()) return early('Time limit: the map rests on');
    if (done < most && done === look) {
      if (precision?.reached(done)) return early('Precise enough after');
      look += Math.max(PACE, Math.ceil(look / 10));
    }
  }
  return most < count ? early('Budget: the map rests on') : { done, warnings: [] };
}

/** Other errors are not for a method to swallow. */
const isCancellation = (error: unknown): boolean => error instanceof LensError && error.code === 'cancelled';

/**
 * Partial maps are shown at most this often, in milliseconds, and rarer where they take long to make, so that they cost
 * a thirtieth of a run.
 */
const SHOW_EVERY = 400;
const SHARE = 30;

class Clock {
  private readonly begun = Date.now();
  private next = 0;

  constructor(private readonly seconds: number) {}

  over(): boolean {
    return this.seconds > 0 && Date.now() - this.begun >= this.seconds * 1000;
  }

  /** A map, if it is time to show one. */
  due(make: (() => FloatTensor | undefined) | undefined): FloatTensor | undefined {
    const start = Date.now();
    if (!make || start < this.next) return undefined;
    const map = make();
    const now = Date.now();
    if (map) this.next = now + Math.max(SHOW_EVERY, SHARE * (now - start));
    return map;
  }
}
