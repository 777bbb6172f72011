import type { Graph } from '../../../graph/model';
import { producers } from '../../../graph/rewriting';
import type { DetectorLayout } from '../layout';
import { columnsFirst, END, inPixels, lastAxis } from '../parts';

/** How TensorFlow's object detection names what it has not suppressed yet. */
const UNSUPPRESSED = /postprocessor|raw_detection/i;

/**
 * TensorFlow's SSD before its suppression: top, left, bottom and right as shares, [N, proposals, 4] or [N, proposals, 1,
 * 4], and a sigmoid per class, the background first unless the graph has cut it off.
 */
export const tensorflowSsd: DetectorLayout = {
  id: 'tensorflow-ssd',
  recognise({ outputs }) {
    const boxes = outputs.find(
      ({ name, shape }) =>
        shape?.at(-1) === 4 && (shape.length === 3 ? UNSUPPRESSED.test(name) : shape.length === 4 && shape[2] === 1),
    );
    const scores = outputs.find(
      ({ name, shape }) => name !== boxes?.name && shape?.length === 3 && shape[1] === boxes?.shape?.[1],
    );
    if (!boxes || !scores) return undefined;
    return {
      outputs: [boxes.name, scores.name],
      reason: `${boxes.name} and ${scores.name} are boxes and classes of ${boxes.shape![1]} anchors (TensorFlow's SSD)`,
    };
  },
  boxes: (builder, [boxes], { size }) =>
    inPixels(builder, columnsFirst(builder, builder.op('Reshape', [boxes, builder.integers(0, -1, 4)])), size),
  scores(builder, [, all]) {
    const scores = isCut(builder.base.graph, all) ? all : lastAxis(builder, all, 1, END);
    return { scores, probabilities: scores };
  },
};

const isCut = (graph: Graph, tensor: string): boolean => producers(graph).get(tensor)?.op === 'Slice';
