import type { DetectorHead } from '../head';
import type { DetectorLayout, UsualInput } from '../layout';
import { lastAxis } from '../parts';
import { ultralytics } from '../usual';

/** More rows are the proposals of a detector that selects nothing. */
const MOST = 1000;

const pixels: UsualInput = {
  preset: 'raw',
  fit: 'fill',
  reason: 'detectors that select their boxes and name no classes are fed pixels as a rule',
};

/** Whether rows are selected, of places and not of the queries that sample features. */
const selects = (head: DetectorHead, name: string): boolean =>
  (head.hasBehind(name, 'TopK') || head.hasBehind(name, 'NonMaxSuppression')) && !head.hasBehind(name, 'GridSample');

/** What the graph has selected, by descending score, [N, k, 6]: corners in pixels, score and class (YOLOv10 and later). */
export const endToEnd: DetectorLayout = {
  id: 'end-to-end',
  ranked: true,
  recognise(head) {
    const output = head.outputs.find(({ name, shape }) => shape?.length === 3 && shape[2] === 6 && selects(head, name));
    const rows = output?.shape?.[1];
    if (!output || (typeof rows === 'number' && rows > MOST)) return undefined;
    return {
      outputs: [output.name],
      usual: head.classesNamed === undefined ? pixels : ultralytics,
      reason: `${output.name} has corners, score and class of boxes that the graph has selected`,
    };
  },
  boxes: (builder, [output]) => lastAxis(builder, output, 0, 4),
  scores(builder, [output]) {
    const scores = lastAxis(builder, output, 4, 5);
    return { scores, labels: lastAxis(builder, output, 5, 6), probabilities: scores };
  },
};
