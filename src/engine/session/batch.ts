import { availableParallelism } from 'node:os';
import type { Model } from '../graph/model';

/** About 0.2 s of work for one thread on an ordinary core: one uninterruptible step of a job. */
const STEP_MACS = 8e9;
/** Activations of one step. */
const STEP_BYTES = 256e6;
const MOST = 64;

/**
 * Images to run at once through a graph that costs `macs` per image, by the graph and the threads (0: all cores) alone.
 * Several threads share a batch image by image: unless it is a multiple of their number some of them wait for the last.
 */
export function batchOf(model: Model, macs: number, threads: number): number {
  let bytes = 0;
  for (const node of model.graph.nodes) {
    for (const name of node.outputs) {
      const shape = model.graph.values.get(name)?.shape;
      if (shape?.some((d) => typeof d === 'string'))
        bytes += 4 * shape.reduce<number>((size, d) => size * (typeof d === 'number' ? d : 1), 1);
    }
  }
  // ONNX Runtime reuses buffers: about a third of all activations live at once.
  const workers = threads || availableParallelism();
  const limit = Math.floor(
    Math.min((workers * STEP_MACS) / Math.max(1, macs), STEP_BYTES / Math.max(1, bytes / 3), MOST),
  );
  return Math.max(1, limit > workers ? limit - (limit % workers) : limit);
}
