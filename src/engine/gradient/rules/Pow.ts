import { asFloats } from '../../tensor/tensor';
import { Arithmetic, typeOf } from '../arithmetic';
import { unbroadcast } from '../broadcasting';
import type { GradientRule, ReverseContext } from '../rule';

/**
 * d a^b = b a^(b−1) da + ln(a) a^b db. At a = 0 the first term is zero where b < 1, as no slope exists; the second is
 * zero where a ≤ 0, as it has no real value there.
 */
export const powRule: GradientRule = {
  ops: ['Pow'],
  backward(context) {
    const { node, gradients, wanted } = context;
    const [a, b] = node.inputs;
    const y = node.outputs[0];
    const math = new Arithmetic(context);
    const ofBase = wanted[0]
      ? unbroadcast(context, math.mul(gradients[0]!, baseDerivative(context, math, a, b)), y, a)
      : undefined;
    if (!wanted[1]) return [ofBase, undefined];
    const positive = math.op('Greater', a, 0);
    const logarithm = math.op('Log', math.where(positive, a, 1));
    const ofExponent = math.where(positive, math.mul(gradients[0]!, math.mul(y, logarithm)), 0);
    return [ofBase, unbroadcast(context, ofExponent, y, b)];
  },
};

function baseDerivative(context: ReverseContext, math: Arithmetic, a: string, b: string): string {
  const constant = context.constant(b);
  const exponent = constant?.data.length === 1 ? asFloats(constant).data[0] : undefined;
  if (exponent === 0) return math.scalar(0);
  if (exponent === 2) return math.mul(a, 2);
  if (exponent === 3) return math.mul(math.square(a), 3);
  if (exponent !== undefined) return math.mul(math.pow(exponent < 1 ? math.withoutPole(a) : a, exponent - 1), exponent);
  const real = typeOf(context, b) === typeOf(context, a) ? b : math.cast(b);
  const atPole = math.op('And', math.op('Equal', a, 0), math.op('Less', real, 1));
  return math.where(atPole, 0, math.mul(real, math.pow(a, math.sub(real, 1))));
}
