import { gridLevels, levelRows, numbersAt, stridesOf } from '../grid-levels';
import type { DetectorLayout } from '../layout';
import { objectScores } from '../yolo-levels';
import { yolox, yoloxBoxes } from './yolox';

/** YOLOX before its levels are joined: a box, an objectness and classes at every place, [N, 5 + classes, h, w]. */
export const yoloxLevels: DetectorLayout = {
  id: 'yolox-levels',
  usual: yolox.usual,
  recognise(head) {
    const levels = gridLevels(head);
    const numbers = (levels && numbersAt(head, levels)) ?? 0;
    if (!levels || numbers < 6) return undefined;
    const [{ name }] = levels;
    // Any pyramid of features has as many numbers: they are joined of a box, an objectness and classes.
    const pieces = head.pieces(name, 1) ?? [];
    const isJoined = pieces.length >= 2 && pieces[0] === 4 && pieces[1] === 1;
    if (!isJoined && head.classesNamed !== numbers - 5) return undefined;
    return {
      outputs: levels.map((level) => level.name),
      columns: { classes: numbers - 5 },
      reason: `${name} has a box, an objectness and ${numbers - 5} classes at every place of one of ${levels.length} levels (YOLOX)`,
    };
  },
  boxes(builder, outputs, { size }) {
    return yoloxBoxes(builder, levelRows(builder, outputs, 1), { size, strides: stridesOf(builder, outputs, size) });
  },
  scores: (builder, outputs, columns) => objectScores(builder, outputs, 1, columns),
};
