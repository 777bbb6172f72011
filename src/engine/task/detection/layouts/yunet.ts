import type { GraphBuilder } from '../../../graph/builder';
import { int, type Value } from '../../../graph/model';
import type { DetectorHead } from '../head';
import type { DetectorLayout } from '../layout';
import { placesAt } from '../places';
import { isSquashed } from '../squashed';
import { yoloxBoxes } from './yolox';

const STRIDES = [8, 16, 32];

/**
 * Faces: of each level a class and an objectness [N, places, 1], whose geometric mean is the score, and a box told as in
 * YOLOX, [N, places, 4]; key points beside them (YuNet).
 */
export const yunet: DetectorLayout = {
  id: 'yunet',
  usual: {
    preset: 'raw',
    color: 'bgr',
    fit: 'corner',
    reason: 'face detectors of this layout (YuNet) are fed so as a rule',
  },
  recognise(head) {
    const levels = STRIDES.map((stride) => levelOf(head, stride));
    const found = levels.filter((level) => level !== undefined);
    if (found.length < STRIDES.length) return undefined;
    const [{ classes, objectness, boxes }] = found;
    return {
      outputs: found.flatMap((level) => [level.classes.name, level.objectness.name, level.boxes.name]),
      reason: `${classes.name}, ${objectness.name} and ${boxes.name} are class, objectness and box at one of ${found.length} levels (YuNet); key points are left out`,
    };
  },
  boxes: (builder, outputs, { size }) =>
    yoloxBoxes(builder, joined(builder, outputs, 2), { size, strides: STRIDES.slice(0, outputs.length / 3) }),
  scores(builder, outputs) {
    const [probabilities, objectness] = [0, 1].map((first) => {
      const rows = joined(builder, outputs, first);
      return isSquashed(builder.base.graph, outputs[first]) ? rows : builder.op('Sigmoid', [rows]);
    });
    return { scores: builder.op('Sqrt', [builder.op('Mul', [probabilities, objectness])]), probabilities, objectness };
  },
};

interface Level {
  readonly classes: Value;
  readonly objectness: Value;
  readonly boxes: Value;
}

/** Two outputs of one number at each place, by their names or as they stand, and one of four. */
function levelOf({ outputs, size }: DetectorHead, stride: number): Level | undefined {
  const at = outputs.filter(({ shape }) => shape?.length === 3 && shape[1] === placesAt(size, stride));
  const of = (length: number): Value[] => at.filter(({ shape }) => shape![2] === length);
  const [single, boxes] = [of(1), of(4)];
  if (single.length !== 2 || boxes.length !== 1) return undefined;
  const objectness = single.find(({ name }) => /obj/i.test(name)) ?? single[1];
  return { classes: single.find((one) => one !== objectness)!, objectness, boxes: boxes[0] };
}

/** Every third output, level after level. */
const joined = (builder: GraphBuilder, outputs: readonly string[], first: number): string =>
  builder.op(
    'Concat',
    outputs.filter((_, k) => k % 3 === first),
    { axis: int(1) },
  );
