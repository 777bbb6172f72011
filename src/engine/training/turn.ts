import { LensError } from '../../protocol/error';
import type { JobOptions } from '../session/execution';

/** Waits for the CPU, so that others may use it and a cancellation be heard. @throws LensError `cancelled` */
export async function nextTurn({ signal, lane }: JobOptions): Promise<void> {
  await lane?.turn();
  if (signal?.aborted) throw new LensError({ code: 'cancelled', what: 'cancelled' });
}
