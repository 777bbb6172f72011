import type { DetectorLayout } from '../layout';
import { lastAxis } from '../parts';

/** More rows are the proposals of a detector that selects nothing. */
const MOST = 1000;

/** What the graph has selected, by descending score, [N, k, 6]: corners in pixels, score and class (YOLOv10 and later). */
export const endToEnd: DetectorLayout = {
  id: 'end-to-end',
  ranked: true,
  recognise(head) {
    const output = head.outputs.find(
      ({ name, shape }) => shape?.length === 3 && shape[2] === 6 && head.hasBehind(name, 'TopK'),
    );
    const rows = output?.shape?.[1];
    if (!output || (typeof rows === 'number' && rows > MOST)) return undefined;
    return {
      outputs: [output.name],
      reason: `${output.name} has corners, score and class of boxes that the graph has selected`,
    };
  },
  boxes: (builder, [output]) => lastAxis(builder, output, 0, 4),
  scores(builder, [output]) {
    const scores = lastAxis(builder, output, 4, 5);
    return { scores, labels: lastAxis(builder, output, 5, 6), probabilities: scores };
  },
};
