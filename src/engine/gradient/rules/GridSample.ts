import { int, text } from '../../graph/model';
import { Arithmetic } from '../arithmetic';
import { gridReading, pixelsPerPoint, type Reading } from '../grid-reading';
import type { GradientRule, ReverseContext } from '../rule';
import { lengthsOf, reshaped, reshapedLike } from '../shaping';

/** ONNX's number of int64. */
const INT64 = 7;

/**
 * A point is a weighted sum of the pixels around it. The image takes the gradient by these weights, the grid by their
 * slopes; which pixels they are is piecewise constant.
 */
export const gridSampleRule: GradientRule = {
  ops: ['GridSample'],
  backward(context) {
    const { node, gradients, wanted, builder } = context;
    const [image, grid] = node.inputs;
    const math = new Arithmetic(context);
    const readings = readingsOf(context, math);
    const combined = (op: 'Add' | 'Mul', perAxis: readonly string[]): string =>
      reshaped(context, joined(context, math, op, perAxis), [0, 1, -1, pixelsPerPoint(context, readings.length)]);
    const weights = readings.map((reading) => reading.weights);
    const gradient = builder.op('Unsqueeze', [reshaped(context, gradients[0]!, [0, 0, -1]), builder.integers(3)]);
    const shares = math.mul(gradient, combined('Mul', weights));
    const pixels = builder.op('Cast', [combined('Add', positionsOf(context, math, readings))], { to: int(INT64) });
    const indices = flat(context, builder.op('Expand', [pixels, builder.op('Shape', [shares])]));

    const ofImage = (): string => {
      const inputs = [math.mul(flat(context, image), 0), indices, flat(context, shares)];
      const sum = builder.op('ScatterElements', inputs, { axis: int(2), reduction: text('add') });
      return reshapedLike(context, sum, image, image);
    };
    const ofGrid = (): string => {
      const read = builder.op('GatherElements', [flat(context, image), indices], { axis: int(2) });
      const values = builder.op('Reshape', [read, builder.op('Shape', [shares])]);
      const rising = math.sum(math.mul(values, gradient), [1]);
      const numbers = readings.map(({ slopes }, axis) => {
        const slope = combined(
          'Mul',
          weights.map((own, k) => (k === axis ? slopes : own)),
        );
        return reshaped(context, math.sum(math.mul(rising, slope), [3]), [0, -1, 1]);
      });
      return reshapedLike(context, builder.op('Concat', numbers.reverse(), { axis: int(2) }), grid, grid);
    };
    return [wanted[0] ? ofImage() : undefined, wanted[1] ? ofGrid() : undefined];
  },
};

/** Along each axis of the image; a point of the grid names the last axis first. */
function readingsOf(context: ReverseContext, math: Arithmetic): Reading[] {
  const [image, grid] = context.node.inputs;
  const lengths = lengthsOf(context, image, 2);
  const points = reshaped(context, grid, [0, -1, lengths.length]);
  return lengths.map((length, axis) => {
    const component = context.builder.integers(lengths.length - 1 - axis);
    return gridReading(context, math, context.builder.op('Gather', [points, component], { axis: int(2) }), length);
  });
}

/** Positions along each axis in the image as one row. */
function positionsOf(context: ReverseContext, math: Arithmetic, readings: readonly Reading[]): string[] {
  const lengths = lengthsOf(context, context.node.inputs[0], 2);
  return readings.map(({ positions }, axis) =>
    math.mul(
      positions,
      lengths.slice(axis + 1).reduce((a, b) => a * b, 1),
    ),
  );
}

/** Every combination of numbers along the axes, [N, points, …]. */
function joined({ builder }: ReverseContext, math: Arithmetic, op: 'Add' | 'Mul', perAxis: readonly string[]): string {
  return perAxis.reduce((all, own, k) => {
    const axes = builder.integers(...Array.from({ length: k }, (_, axis) => axis + 2));
    return math.op(op, builder.op('Unsqueeze', [all, builder.integers(-1)]), builder.op('Unsqueeze', [own, axes]));
  });
}

/** [N, channels, …] as [N, channels, all]. */
const flat = (context: ReverseContext, tensor: string): string => reshaped(context, tensor, [0, 0, -1]);
