import { LensError } from '../../protocol/error';

/** A long computation in plain JavaScript that yields wherever it may pause. */
export type Steps<T> = Generator<void, T, void>;

/** How long the process hears nothing, in milliseconds, where the steps allow it. */
const PATIENCE = 50;

/** Runs to the end without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * Runs to the end and lets messages in on the way, so that other requests are answered and this one can be cancelled.
 * @throws LensError `cancelled`
 */
export async function inTurns<T>(steps: Steps<T>, signal?: AbortSignal, patience = PATIENCE): Promise<T> {
  for (let since = performance.now(); ;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - since < patience) continue;
    await new Promise<void>((resume) => setImmediate(resume));
    if (signal?.aborted) throw new LensError({ code: 'cancelled', what: 'cancelled' });
    since = performance.now();
  }
}
