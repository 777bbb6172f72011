import type { DetectorLayout } from '../layout';
import { columnsFirst, inPixels, lastAxis } from '../parts';

/** Key points of a person: row, column and score of each. */
const POINTS = 3 * 17;
/** The points, then top, left, bottom and right, and the score. */
const COLUMNS = POINTS + 5;
/** More rows are no people that the graph has selected. */
const MOST = 20;

/** People with 17 key points each, by shares of the image, [N, people, 56] (MoveNet for several). */
export const multipose: DetectorLayout = {
  id: 'multipose',
  ranked: true,
  usual: { preset: 'raw', fit: 'contain', reason: 'MoveNet is fed pixels of the whole image as a rule' },
  recognise(head) {
    const output = head.outputs.find(({ shape }) => shape?.length === 3 && shape[2] === COLUMNS);
    const people = output?.shape?.[1];
    if (!output || typeof people !== 'number' || people > MOST) return undefined;
    return {
      outputs: [output.name],
      reason: `${output.name} has a box around each of ${people} people (MoveNet); their key points are left out`,
    };
  },
  boxes: (builder, [rows], { size }) =>
    inPixels(builder, columnsFirst(builder, lastAxis(builder, rows, POINTS, POINTS + 4)), size),
  scores(builder, [rows]) {
    const scores = lastAxis(builder, rows, POINTS + 4, COLUMNS);
    return { scores, probabilities: scores };
  },
};
