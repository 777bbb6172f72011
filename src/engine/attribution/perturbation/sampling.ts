import { LensError } from '../../../protocol/error';
import type { NumberParameter } from '../../../protocol/parameter';
import type { FloatTensor } from '../../tensor/tensor';
import type { MethodContext } from '../method';

export interface SamplingOptions {
  /** The map after the samples taken so far; asked for after the first batch and then now and then. */
  readonly partial?: () => FloatTensor | undefined;
  /** True ends the sampling early. Asked whenever the samples have grown by a tenth: an answer may take as long as it takes to look at all of them. */
  readonly enough?: (done: number) => boolean;
}

/** How many samples were run, and a sentence where they are fewer than asked. */
export interface Sampling {
  readonly done: number;
  readonly warnings: readonly string[];
}

/** The time limit that sampling methods share. */
export const secondsParameter: NumberParameter = {
  kind: 'number', name: 'seconds', label: 'Time limit', description: 'Stops with the samples run by then; 0: no limit', unit: 's', default: 0, minimum: 0, advanced: true,
};

/** The precision at which sampling methods stop by themselves. */
export const standardErrorParameter: NumberParameter = {
  kind: 'number', name: 'standardError', label: 'Stop at standard error', description: 'Of the least certain value; 0: run all samples', default: 0, minimum: 0, advanced: true,
};

interface Steps extends SamplingOptions {
  /** Takes the next samples and returns how many are done then; the number it was given where there are none left. */
  step(done: number): Promise<number>;
}

/**
 * Takes samples step by step. It ends early when the time limit `params.seconds` is reached, when `enough` says so, or when the job
 * is cancelled after at least one step: what was taken is kept.
 * @throws LensError `cancelled` when nothing had been taken
 */
export async function sampled(context: MethodContext, count: number, { step, partial, enough }: Steps): Promise<Sampling> {
  const clock = new Clock(Number(context.params.seconds ?? 0));
  let done = 0;
  let asked = 0;
  const precise = (): boolean => {
    if (!enough || done < asked * 1.1) return false;
    asked = done;
    return enough(done);
  };
  const early = (why: string): Sampling => ({ done, warnings: [`${why} ${done} of ${count} samples.`] });
  while (done < count) {
    const before = done;
    try {
      done = await step(done);
    } catch (error) {
      if (done === 0 || !isCancellation(error)) throw error;
      return early('Cancelled: the map rests on');
    }
    if (done === before) break;
    context.report(done / count, done < count && clock.show() ? partial?.() : undefined);
    if (done < count && clock.over()) return early('Time limit: the map rests on');
    if (done < count && precise()) return early('Precise enough after');
  }
  return { done, warnings: [] };
}

/** Other errors are not for a method to swallow. */
const isCancellation = (error: unknown): boolean => error instanceof LensError && error.code === 'cancelled';

/** Partial maps are shown at most this often. */
const SHOW_EVERY = 400;

class Clock {
  private readonly begun = Date.now();
  private shown = 0;

  constructor(private readonly seconds: number) {}

  over(): boolean {
    return this.seconds > 0 && Date.now() - this.begun >= this.seconds * 1000;
  }

  show(): boolean {
    const now = Date.now();
    if (now - this.shown < SHOW_EVERY) return false;
    this.shown = now;
    return true;
  }
}
