import type { Model } from '../graph/model';

/** About 0.2 s of work on two ordinary cores: one uninterruptible step of a job. */
const STEP_MACS = 6e9;
/** Activations of one step. */
const STEP_BYTES = 256e6;
const MOST = 64;

/** Images to run at once through a graph that costs `macs` per image: a function of the graph alone. */
export function batchOf(model: Model, macs: number): number {
  let bytes = 0;
  for (const node of model.graph.nodes) {
    for (const name of node.outputs) {
      const shape = model.graph.values.get(name)?.shape;
      if (shape?.some((d) => typeof d === 'string')) bytes += 4 * shape.reduce<number>((size, d) => size * (typeof d === 'number' ? d : 1), 1);
    }
  }
  // ONNX Runtime reuses buffers: about a third of all activations live at once.
  const limit = Math.min(STEP_MACS / Math.max(1, macs), STEP_BYTES / Math.max(1, bytes / 3));
  return Math.max(1, Math.min(MOST, Math.floor(limit)));
}
