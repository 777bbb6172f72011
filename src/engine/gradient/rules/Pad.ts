import { stringAttribute } from '../../graph/model';
import { numbersOf, weightOf } from '../../graph/weight';
import { undifferentiable } from '../arithmetic';
import { contracted, identityMatrix } from '../linear';
import type { GradientRule, ReverseContext } from '../rule';
import { axisOf, lengthOf, rankOf, zeroPadded } from '../shaping';

interface Padding {
  readonly axes: readonly number[];
  readonly begins: readonly number[];
  readonly ends: readonly number[];
}

/**
 * Constant padding is cut off again (negative padding is filled); reflected, repeated and wrapped values flow back to
 * where they came from.
 */
export const padRule: GradientRule = {
  ops: ['Pad'],
  backward(context) {
    const { node, gradients } = context;
    const padding = paddingOf(context);
    const mode = stringAttribute(node, 'mode', 'constant');
    if (mode !== 'constant')
      return [padding.axes.reduce((g, _, k) => foldedBack(context, g, padding, k, mode), gradients[0]!)];
    const negated = (values: readonly number[]) => values.map((v) => (v === 0 ? 0 : -v));
    const rank = rankOf(context, node.inputs[0]);
    return [zeroPadded(context, gradients[0]!, rank, padding.axes, negated(padding.begins), negated(padding.ends))];
  },
};

function paddingOf(context: ReverseContext): Padding {
  const { node } = context;
  const rank = rankOf(context, node.inputs[0]);
  const pads = numbersIn(context, node.inputs[1]);
  const given = node.inputs[3]
    ? numbersIn(context, node.inputs[3]).map((axis) => axisOf(axis, rank))
    : Array.from({ length: rank }, (_, k) => k);
  const used = given.map((_, k) => k).filter((k) => pads[k] !== 0 || pads[k + given.length] !== 0);
  return {
    axes: used.map((k) => given[k]),
    begins: used.map((k) => pads[k]),
    ends: used.map((k) => pads[k + given.length]),
  };
}

function numbersIn(context: ReverseContext, input: string): number[] {
  const constant = context.constant(input);
  if (constant) return numbersOf(weightOf(constant));
  throw undifferentiable(context, 'its padding is computed');
}

/** One padded axis: padding the rows of the identity gives the map, whose transpose is applied. */
function foldedBack(context: ReverseContext, gradient: string, padding: Padding, k: number, mode: string): string {
  const { node, builder } = context;
  const { axes, begins, ends } = padding;
  const length = lengthOf(context, node.inputs[0], axes[k]);
  const identity = identityMatrix(context, length);
  const matrix = builder.op('Pad', [identity, builder.integers(0, begins[k], 0, ends[k])], {
    mode: { kind: 'string', value: mode },
  });
  return contracted(context, gradient, rankOf(context, node.inputs[0]), axes[k], matrix);
}
