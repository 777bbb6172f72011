import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** V8 lets 64 MB of arrays that nobody holds pile up outside its heap before it looks for them. */
const MOST_BYTES = 16e6;

let collect: (() => void) | undefined;
/** Bytes outside the heap when nobody's arrays were last freed. */
let held = 0;

/** Frees the arrays that nobody holds, where many have piled up, once whoever called has gone on. */
export function freeDeadArrays(): void {
  setImmediate(() => {
    const { external_memory: bytes } = getHeapStatistics();
    held = Math.min(held || bytes, bytes);
    if (bytes - held < MOST_BYTES) return;
    collect ??= collector();
    collect();
    held = getHeapStatistics().external_memory;
  });
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
