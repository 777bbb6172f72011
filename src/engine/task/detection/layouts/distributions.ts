import type { GraphBuilder } from '../../../graph/builder';
import { int, ints, type Dimension, type Value } from '../../../graph/model';
import type { Size } from '../fitting';
import type { DetectorHead } from '../head';
import type { DetectorLayout, HeadReading } from '../layout';
import { shapeIn } from '../parts';
import { boxesAround, meansOf } from '../distances';
import { placesAt } from '../places';

/**
 * Of each level, probabilities of classes and the distances of a box' four sides from the middle of its place, each told
 * as a distribution over whole strides (NanoDet, PicoDet before its suppression): [N, classes, h, w] and [N, 4 · bins, h,
 * w], or [N, places, …].
 */
export const distributions: DetectorLayout = {
  id: 'distributions',
  usual: {
    preset: 'imagenet',
    color: 'bgr',
    fit: 'fill',
    reason: 'detectors of this layout (NanoDet) are fed so as a rule',
  },
  recognise(head) {
    const levels = levelsOf(head);
    if (!levels) return undefined;
    return {
      outputs: levels.flatMap(({ classes, sides }) => [classes.name, sides.name]),
      reason: `${levels[0].classes.name} and ${levels[0].sides.name} are classes and distributions of distances at one of ${levels.length} levels (NanoDet, PicoDet)`,
    } satisfies HeadReading;
  },
  boxes(builder, outputs, { size }) {
    const distances = joined(
      builder,
      outputs.filter((_, k) => k % 2 === 1).map((sides) => meansOf(builder, inRows(builder, sides))),
    );
    return boxesAround(builder, distances, size, stridesOf(builder, outputs, size));
  },
  scores(builder, outputs) {
    const scores = joined(
      builder,
      outputs.filter((_, k) => k % 2 === 0).map((classes) => inRows(builder, classes)),
    );
    return { scores, probabilities: scores };
  },
};

interface Level {
  readonly classes: Value;
  readonly sides: Value;
}

const STRIDES = [8, 16, 32, 64];

/** Places of an output at a level: of a plane, or of rows. */
const placesIn = (shape: readonly Dimension[]): number =>
  shape.length === 4 ? Number(shape[2]) * Number(shape[3]) : Number(shape[1]);

/** The two outputs of each level, the finest first; undefined where the outputs are no such pairs. */
function levelsOf(head: DetectorHead): Level[] | undefined {
  const { outputs, size } = head;
  if (outputs.length < 4 || outputs.length > 10) return undefined;
  const levels = STRIDES.map((stride) =>
    outputs.filter(
      ({ shape }) => (shape?.length === 3 || shape?.length === 4) && placesIn(shape) === placesAt(size, stride),
    ),
  ).filter((found) => found.length > 0);
  if (levels.length * 2 !== outputs.length) return undefined;
  const pairs = levels.map((found) => {
    const classes = found.find(({ name }) => head.maker(name)?.op === 'Sigmoid') ?? found[0];
    const sides = found.find((one) => one !== classes);
    return sides && { classes, sides };
  });
  const width = ({ shape }: Value): number => Number(shape!.length === 4 ? shape![1] : shape![2]);
  const fits = pairs.every((pair) => pair && width(pair.sides) % 4 === 0 && width(pair.sides) > 4);
  return fits ? (pairs as Level[]) : undefined;
}

/** As the pairs stand: places fall from level to level. */
function stridesOf(builder: GraphBuilder, outputs: readonly string[], size: Size): number[] {
  return outputs
    .filter((_, k) => k % 2 === 0)
    .map((name) => {
      const places = placesIn(shapeIn(builder, name));
      return STRIDES.find((stride) => places === placesAt(size, stride)) ?? STRIDES[0];
    });
}

/** [N, numbers, h, w] as [N, places, numbers]. */
function inRows(builder: GraphBuilder, output: string): string {
  if (shapeIn(builder, output).length !== 4) return output;
  return builder.op('Transpose', [builder.op('Reshape', [output, builder.integers(0, 0, -1)])], {
    perm: ints([0, 2, 1]),
  });
}

const joined = (builder: GraphBuilder, levels: readonly string[]): string =>
  levels.length === 1 ? levels[0] : builder.op('Concat', levels, { axis: int(1) });
