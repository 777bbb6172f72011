import type { GraphBuilder } from '../../../graph/builder';
import { int, type Value } from '../../../graph/model';
import { boxesAround } from '../distances';
import type { DetectorHead } from '../head';
import type { DetectorLayout } from '../layout';
import { shapeIn } from '../parts';
import { placesAt } from '../places';

const STRIDES = [8, 16, 32, 64];
const ANCHORS = [1, 2];

/**
 * Faces: of each level a probability [N, places · anchors, 1] and the distances of four sides from the corner of the
 * place, in strides, [N, places · anchors, 4]; key points beside them (SCRFD). Or without the axis of images.
 */
export const scrfd: DetectorLayout = {
  id: 'scrfd',
  usual: { preset: 'tensorflow', fit: 'corner', reason: 'face detectors of this layout (SCRFD) are fed so as a rule' },
  recognise(head) {
    const levels = levelsOf(head);
    if (!levels) return undefined;
    return {
      outputs: levels.flatMap(({ scores, sides }) => [scores.name, sides.name]),
      reason: `${levels[0].scores.name} and ${levels[0].sides.name} are probabilities and distances at one of ${levels.length} levels (SCRFD); key points are left out`,
    };
  },
  boxes(builder, outputs, { size }) {
    const sides = outputs.filter((_, k) => k % 2 === 1);
    const strides = STRIDES.slice(0, sides.length);
    const all = sides.reduce((sum, name) => sum + Number(shapeIn(builder, name).at(-2)), 0);
    const anchors = all / strides.reduce((sum, stride) => sum + placesAt(size, stride), 0);
    return boxesAround(builder, joined(builder, sides), size, strides, { within: 0, anchors });
  },
  scores(builder, outputs) {
    const scores = joined(
      builder,
      outputs.filter((_, k) => k % 2 === 0),
    );
    return { scores, probabilities: scores };
  },
};

interface Level {
  readonly scores: Value;
  readonly sides: Value;
}

/** One output of scores and one of distances at each of the first strides, with as many anchors everywhere. */
function levelsOf({ outputs, size }: DetectorHead): Level[] | undefined {
  for (const anchors of ANCHORS) {
    const levels = STRIDES.map((stride) => {
      const at = outputs.filter(
        ({ shape }) =>
          (shape?.length === 2 || shape?.length === 3) && shape.at(-2) === anchors * placesAt(size, stride),
      );
      const [scores, sides] = [1, 4].map((length) => at.filter(({ shape }) => shape!.at(-1) === length));
      return scores.length === 1 && sides.length === 1 ? { scores: scores[0], sides: sides[0] } : undefined;
    });
    const found = levels.slice(0, levels.indexOf(undefined) < 0 ? levels.length : levels.indexOf(undefined));
    if (found.length >= 3) return found as Level[];
  }
  return undefined;
}

/** All levels one after the other, [N, …, numbers]. */
function joined(builder: GraphBuilder, levels: readonly string[]): string {
  const whole = levels.map((name) =>
    shapeIn(builder, name).length === 3 ? name : builder.op('Unsqueeze', [name, builder.integers(0)]),
  );
  return builder.op('Concat', whole, { axis: int(1) });
}
