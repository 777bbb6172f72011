import { LensError } from '../../protocol/error';
import type { JobOptions } from '../session/execution';

/** How a training may be stopped. */
export interface TurnOptions extends JobOptions {
  /** Asks it to stop where the next try goes on: after the last finished epoch. */
  readonly stop?: AbortSignal;
}

/**
 * Waits for the CPU, so that others may use it and a cancellation be heard.
 * @throws LensError `cancelled`, or `stopped` where it was asked to
 */
export async function nextTurn({ signal, stop, lane }: TurnOptions): Promise<void> {
  await lane?.turn();
  if (signal?.aborted) throw new LensError({ code: 'cancelled', what: 'cancelled' });
  if (stop?.aborted)
    throw new LensError({
      code: 'stopped',
      what: 'the training stopped; starting it again goes on after the last finished epoch',
    });
}
