import { ints } from '../../../graph/model';
import type { DetectorLayout } from '../layout';
import { shapeIn } from '../parts';

/**
 * Corners in pixels [N, places, 4] and a sigmoid per class, [N, places, classes] (YOLO-NAS, DAMO-YOLO) or [N, classes,
 * places] (PP-YOLOE).
 */
export const anchorFree: DetectorLayout = {
  id: 'anchor-free',
  recognise(head) {
    const boxes = head.outputs.find(
      ({ shape }) => shape?.length === 3 && shape[2] === 4 && head.hasAnchors(shape[1], 1),
    );
    const scores = head.outputs.find(
      ({ name, shape }) =>
        name !== boxes?.name && shape?.length === 3 && shape.slice(1).includes(boxes?.shape?.[1] ?? null),
    );
    if (!boxes || !scores || !head.hasBehind(scores.name, 'Sigmoid')) return undefined;
    return {
      outputs: [boxes.name, scores.name],
      reason: `${boxes.name} and ${scores.name} are corners and classes at every place`,
    };
  },
  boxes: (_, [boxes]) => boxes,
  scores(builder, [boxes, all]) {
    const [places, shape] = [shapeIn(builder, boxes)[1], shapeIn(builder, all)];
    const inRows = shape[1] === places || shape[2] !== places;
    const scores = inRows ? all : builder.op('Transpose', [all], { perm: ints([0, 2, 1]) });
    return { scores, probabilities: scores };
  },
};
