import { int, numberAttribute } from '../../graph/model';
import { integers } from '../../tensor/tensor';
import { numbersOf, weightOf } from '../../graph/weight';
import { Arithmetic, undifferentiable } from '../arithmetic';
import type { GradientRule, ReverseContext } from '../rule';
import { axisOf, lengthOf, rankOf, zeroPadded } from '../shaping';

/**
 * The transform is linear: its adjoint is the transform the other way round without its factor 1/N. What a one-sided one leaves
 * out has no gradient, and of real numbers only the real part counts.
 */
export const dftRule: GradientRule = {
  ops: ['DFT'],
  backward(context) {
    const { node, gradients, builder, constant } = context;
    const rank = rankOf(context, node.inputs[0]);
    const stated = node.inputs[2] ? constant(node.inputs[2]) : undefined;
    const axis = axisOf(stated ? numbersOf(weightOf(stated))[0] : -2, rank);
    const length = lengthOf(context, node.inputs[0], axis);
    refuseOtherLength(context, length);
    const isInverse = numberAttribute(node, 'inverse', 0) === 1;
    const missing = length - lengthOf(context, node.outputs[0], axis);
    const whole = missing > 0 ? zeroPadded(context, gradients[0]!, rank, [axis], [0], [missing]) : gradients[0]!;
    const turned = builder.op('DFT', [whole, '', builder.constant(integers([axis], []))], {
      inverse: int(isInverse ? 0 : 1),
    });
    const scaled = new Arithmetic(context).mul(turned, isInverse ? 1 / length : length);
    if (lengthOf(context, node.inputs[0], rank - 1) === 2) return [scaled];
    return [builder.op('Slice', [scaled, builder.integers(0), builder.integers(1), builder.integers(-1)])];
  },
};

/** A transform of another length cuts its input or fills it up. */
function refuseOtherLength(context: ReverseContext, length: number): void {
  const { node, constant } = context;
  const given = node.inputs[1] ? constant(node.inputs[1]) : undefined;
  if (!node.inputs[1] || (given && numbersOf(weightOf(given))[0] === length)) return;
  throw undifferentiable(context, 'its length is not that of its input');
}
