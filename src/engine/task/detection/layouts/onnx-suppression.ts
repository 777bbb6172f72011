import { int, ints } from '../../../graph/model';
import { floats } from '../../../tensor/tensor';
import type { DetectorLayout } from '../layout';
import { columnsFirst } from '../parts';

/** Corners in pixels, scores [N, classes, proposals], and the triples that NonMaxSuppression in the graph selects. */
export const onnxSuppression: DetectorLayout = {
  id: 'onnx-nms',
  recognise(head) {
    const of = (rank: number, end: number | null): string | undefined =>
      head.outputs.find(({ shape }) => shape?.length === rank && (end === null || shape[rank - 1] === end))?.name;
    const [boxes, indices] = [of(3, 4), of(2, 3)];
    const scores = head.outputs.find(({ name, shape }) => shape?.length === 3 && name !== boxes)?.name;
    if (!boxes || !scores || !indices || !head.hasBehind(indices, 'NonMaxSuppression')) return undefined;
    return {
      outputs: [boxes, scores, indices],
      reason: `${indices} are what NonMaxSuppression selects of ${boxes} and ${scores}`,
    };
  },
  boxes: (builder, [boxes], { boxOrder = 'yxyx' }) => (boxOrder === 'xyxy' ? boxes : columnsFirst(builder, boxes)),
  scores(builder, [, all]) {
    const scores = builder.op('Transpose', [all], { perm: ints([0, 2, 1]) });
    return { scores, probabilities: scores };
  },
  selected(builder, [, all, indices]) {
    const none = builder.op('ConstantOfShape', [builder.op('Shape', [all])]);
    const count = builder.op('Shape', [indices], { start: int(0), end: int(1) });
    const ones = builder.op('Expand', [builder.constant(floats([1], [1])), count]);
    const selected = builder.op('ScatterND', [none, indices, ones]);
    return builder.op('Transpose', [selected], { perm: ints([0, 2, 1]) });
  },
};
