import type { GraphBuilder } from '../../../graph/builder';
import { int, ints, type Value } from '../../../graph/model';
import type { DetectorHead } from '../head';
import type { DetectorLayout } from '../layout';
import { cornersOf, shapeIn } from '../parts';
import { placesOf } from '../places';
import { isSquashed } from '../squashed';

/**
 * A heat map of object centres by class [N, classes, h, w], width and height in places of the map [N, 2, h, w], and how
 * far from the corner of its place a centre lies [N, 2, h, w] (CenterNet). What is largest among its neighbours is found.
 */
export const centernet: DetectorLayout = {
  id: 'centernet',
  usual: {
    preset: 'imagenet',
    color: 'bgr',
    fit: 'contain',
    reason: 'detectors of this layout (CenterNet) are fed so as a rule',
  },
  recognise(head) {
    const found = mapsOf(head);
    if (!found) return undefined;
    const { heat, sides, steps } = found;
    return {
      outputs: [heat.name, sides.name, ...(steps ? [steps.name] : [])],
      reason: `${heat.name} is a heat map of the centres of ${heat.shape![1]} classes, ${sides.name} width and height there${steps ? `, ${steps.name} the step to the centre` : ''} (CenterNet)`,
    };
  },
  boxes(builder, [, sides, steps], { size }) {
    const stride = size[0] / Number(shapeIn(builder, sides)[2]);
    const { places, strides } = placesOf(builder, size, [stride]);
    const centres = steps === undefined ? places : builder.op('Add', [inRows(builder, steps), places]);
    const both = steps === undefined ? builder.op('Expand', [centres, shapeOfRows(builder, sides)]) : centres;
    const boxes = builder.op('Concat', [both, inRows(builder, sides)], { axis: int(-1) });
    return cornersOf(builder, builder.op('Mul', [boxes, strides]));
  },
  scores(builder, [heat]) {
    const scores = inRows(builder, probabilityOf(builder, heat));
    return { scores, probabilities: scores };
  },
  selected(builder, [heat]) {
    const around = builder.op('MaxPool', [heat], { kernel_shape: ints([3, 3]), pads: ints([1, 1, 1, 1]) });
    const isPeak = builder.op('Cast', [builder.op('Equal', [heat, around])], { to: int(FLOAT) });
    return inRows(builder, isPeak);
  },
};

/** ONNX's number of float32. */
const FLOAT = 1;

/** What width and height are called. */
const SIDES = /wh|size|dim/i;

interface Maps {
  readonly heat: Value;
  readonly sides: Value;
  readonly steps?: Value;
}

/** Maps of one grid, finer than any other detector's: of classes, and one or two of two numbers. */
function mapsOf({ outputs, size }: DetectorHead): Maps | undefined {
  const planes = outputs.filter(({ shape }) => shape?.length === 4);
  const [rows, columns] = planes[0]?.shape?.slice(2) ?? [];
  const isGrid = [2, 4, 8].some((stride) => rows === size[0] / stride && columns === size[1] / stride);
  const isOne = planes.every(({ shape }) => shape![2] === rows && shape![3] === columns);
  if (planes.length < 2 || !isGrid || !isOne) return undefined;
  const named = (pattern: RegExp): Value | undefined => planes.find(({ name }) => pattern.test(name));
  const heat = named(/^(hm|heat_?map|center_?heat_?map\w*)$/i) ?? planes.find(({ shape }) => shape![1] !== 2);
  const pairs = planes.filter((one) => one !== heat && one.shape![1] === 2);
  const told = pairs.find(({ name }) => SIDES.test(name));
  const sides = told ?? pairs[0];
  const steps = pairs.find((one) => one !== sides);
  // Two numbers beside scores may be anything unless there are two of them, or they say what they are.
  if (!heat || !sides || pairs.length > 2 || (!steps && !told)) return undefined;
  return { heat, sides, ...(steps && { steps }) };
}

/** [N, numbers, h, w] as [N, places, numbers]. */
function inRows(builder: GraphBuilder, planes: string): string {
  const flat = builder.op('Reshape', [planes, builder.integers(0, 0, -1)]);
  return builder.op('Transpose', [flat], { perm: ints([0, 2, 1]) });
}

const shapeOfRows = (builder: GraphBuilder, planes: string): string => builder.op('Shape', [inRows(builder, planes)]);

const probabilityOf = (builder: GraphBuilder, heat: string): string =>
  isSquashed(builder.base.graph, heat) ? heat : builder.op('Sigmoid', [heat]);
