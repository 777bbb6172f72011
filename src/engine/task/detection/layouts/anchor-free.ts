import type { DetectorLayout } from '../layout';

/** Corners in pixels [N, places, 4] and a sigmoid per class [N, places, classes]: YOLO-NAS, DAMO-YOLO, PP-YOLOE. */
export const anchorFree: DetectorLayout = {
  id: 'anchor-free',
  recognise(head) {
    const boxes = head.outputs.find(
      ({ shape }) => shape?.length === 3 && shape[2] === 4 && head.hasAnchors(shape[1], 1),
    );
    const scores = head.outputs.find(
      ({ name, shape }) => name !== boxes?.name && shape?.length === 3 && shape[1] === boxes?.shape?.[1],
    );
    if (!boxes || !scores || !head.hasBehind(scores.name, 'Sigmoid')) return undefined;
    return {
      outputs: [boxes.name, scores.name],
      reason: `${boxes.name} and ${scores.name} are corners and classes at every place`,
    };
  },
  boxes: (_, [boxes]) => boxes,
  scores: (_, [, scores]) => ({ scores, probabilities: scores }),
};
