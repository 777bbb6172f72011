import { LensError } from '../../protocol/error';
import { floats, row, sizeOf, type FloatTensor } from '../tensor/tensor';
import type { Scorer } from './metric';

export interface Trials {
  readonly count: number;
  /** Shape of one input, [C, …]. */
  readonly dims: readonly number[];
  /** Writes trial `index` into `target`, which holds whatever an earlier trial left there. */
  fill(index: number, target: Float32Array): void;
  readonly batch: number;
  readonly signal?: AbortSignal;
  /** Told of every trial, in order; the values are overwritten afterwards. */
  seen?(index: number, values: Float32Array, score: number): void;
}

/** Hands the trials over batch by batch in one reused buffer, so that memory does not grow with their number. */
export async function inBatches(
  trials: Trials,
  handle: (inputs: FloatTensor, first: number) => Promise<void>,
): Promise<void> {
  const { count, dims, fill, batch, signal } = trials;
  const size = sizeOf(dims);
  const buffer = new Float32Array(Math.min(batch, count) * size);
  for (let first = 0; first < count; first += batch) {
    if (signal?.aborted) throw new LensError({ code: 'cancelled', what: 'the evaluation was cancelled' });
    const rows = Math.min(batch, count - first);
    for (let r = 0; r < rows; r++) fill(first + r, buffer.subarray(r * size, (r + 1) * size));
    await handle(floats([rows, ...dims], buffer.subarray(0, rows * size)), first);
  }
}

/** The score of every trial, in order. */
export async function scoreTrials(scorer: Scorer, trials: Trials): Promise<Float64Array> {
  const scores = new Float64Array(trials.count);
  await inBatches(trials, async (inputs, first) => {
    scores.set(await scorer(inputs), first);
    for (let n = 0; trials.seen && n < inputs.dims[0]; n++)
      trials.seen(first + n, row(inputs, n).data, scores[first + n]);
  });
  return scores;
}
