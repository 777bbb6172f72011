import type { Dimension } from '../../graph/model';
import { numbersOf, weightOf } from '../../graph/weight';
import { undifferentiable } from '../arithmetic';
import { flipped } from '../correlation';
import { contracted } from '../linear';
import type { GradientRule, ReverseContext } from '../rule';
import { axisOf, lengthOf, lengthTensor, rankOf, reshaped, zeroPadded } from '../shaping';

interface Cut {
  readonly axis: number;
  readonly start: number;
  readonly step: number;
}

/** The gradient is put back where the slice was taken, zeros elsewhere. */
export const sliceRule: GradientRule = {
  ops: ['Slice'],
  backward(context) {
    const { gradients } = context;
    const lengths = [...context.shape(context.node.outputs[0])];
    const through = slicedAxes(context).reduce((g, axis, k) => {
      const whole = putBack(context, g, axis, k, lengths);
      lengths[axis] = context.shape(context.node.inputs[0])[axis];
      return whole;
    }, gradients[0]!);
    return [through];
  },
};

function slicedAxes(context: ReverseContext): number[] {
  const { node } = context;
  const rank = rankOf(context, node.inputs[0]);
  if (node.inputs[3]) {
    const axes = context.constant(node.inputs[3]);
    if (!axes) throw undifferentiable(context, 'its axes are computed');
    return numbersOf(weightOf(axes)).map((axis) => axisOf(axis, rank));
  }
  const [count] = context.shape(node.inputs[1]);
  return Array.from({ length: typeof count === 'number' ? count : rank }, (_, k) => k);
}

/** One axis; `lengths` are those of the gradient so far. */
function putBack(
  context: ReverseContext,
  gradient: string,
  axis: number,
  k: number,
  lengths: readonly Dimension[],
): string {
  const { node } = context;
  const cut = cutOf(context, axis, k);
  if (!cut) return contracted(context, gradient, rankOf(context, node.inputs[0]), axis, selection(context, axis, k));
  const input = lengthOf(context, node.inputs[0], axis);
  const output = lengthOf(context, node.outputs[0], axis);
  const backwards = cut.step < 0;
  const first = backwards ? cut.start + cut.step * (output - 1) : cut.start;
  const step = Math.abs(cut.step);
  const forwards = backwards ? flipped(context, gradient, [axis]) : gradient;
  const spread = step === 1 ? forwards : spaced(context, forwards, axis, lengths, step);
  return zeroPadded(context, spread, lengths.length, [axis], [first], [input - first - output * step]);
}

/** Where the slice starts, from the front; undefined unless everything is known when the graph is built. */
function cutOf(context: ReverseContext, axis: number, k: number): Cut | undefined {
  const { node, shape } = context;
  const starts = context.constant(node.inputs[1]);
  const steps = node.inputs[4] ? context.constant(node.inputs[4]) : undefined;
  const input = shape(node.inputs[0])[axis];
  if (
    !starts ||
    (node.inputs[4] && !steps) ||
    typeof input !== 'number' ||
    typeof shape(node.outputs[0])[axis] !== 'number'
  )
    return undefined;
  const step = steps ? numbersOf(weightOf(steps))[k] : 1;
  const given = numbersOf(weightOf(starts))[k];
  const start = Math.min(Math.max(given < 0 ? given + input : given, 0), step < 0 ? input - 1 : input);
  return { axis, start, step };
}

/** Zeros between and after the numbers of an axis of a tensor of the given lengths. */
function spaced(
  context: ReverseContext,
  tensor: string,
  axis: number,
  lengths: readonly Dimension[],
  step: number,
): string {
  const apart = context.builder.op('Unsqueeze', [tensor, context.builder.integers(axis + 1)]);
  const filled = zeroPadded(context, apart, lengths.length + 1, [axis + 1], [0], [step - 1]);
  const merged = lengths.map((length, k) => {
    if (k < axis) return 0;
    return typeof length !== 'number' ? -1 : k === axis ? length * step : length;
  });
  return reshaped(context, filled, merged);
}

/** The columns of the identity that the slice takes, found when the graph runs. */
function selection(context: ReverseContext, axis: number, k: number): string {
  const { node, builder } = context;
  const length = lengthTensor(context, node.inputs[0], axis);
  const square = builder.op('ConstantOfShape', [
    builder.op('Concat', [length, length], { axis: { kind: 'int', value: 0 } }),
  ]);
  const identity = builder.op('EyeLike', [square]);
  const entry = (input: string) => builder.op('Gather', [input, builder.integers(k)]);
  const [, starts, ends, , steps] = node.inputs;
  return builder.op('Slice', [
    identity,
    entry(starts),
    entry(ends),
    builder.integers(1),
    ...(steps ? [entry(steps)] : []),
  ]);
}
