import { Arithmetic } from '../../gradient/arithmetic';
import { numberAttribute } from '../../graph/model';
import type { PairedRule } from './pair';

/** Below this difference exp's multiplier is its derivative in the middle, exact to Δ²/24. */
const CLOSE = 1e-3;

/**
 * y = e / S with e = exp(x − c), S = Σ e; c is the larger of both maxima, one number for input and baseline. The product rule for
 * e · (1/S), then the rescale rule for exp.
 */
export const softmax: PairedRule = (context, counterpart) => {
  const { node, gradients, builder } = context;
  const math = new Arithmetic(context);
  const axes = [numberAttribute(node, 'axis', -1)];
  const [x, twin] = [node.inputs[0], counterpart(node.inputs[0])];
  const peak = builder.op('ReduceMax', [math.op('Max', x, twin), builder.integers(...axes)]);
  const [e, e2] = [x, twin].map((tensor) => math.op('Exp', math.sub(tensor, peak)));
  const [s, s2] = [e, e2].map((tensor) => math.sum(tensor, axes));
  const mean = (a: string, b: string) => math.mul(math.add(a, b), 0.5);
  const direct = math.mul(gradients[0]!, mean(math.op('Reciprocal', s), math.op('Reciprocal', s2)));
  const throughSum = math.div(math.sum(math.mul(gradients[0]!, mean(e, e2)), axes), math.mul(s, s2));
  const change = math.sub(x, twin);
  const close = math.op('Less', math.op('Abs', change), CLOSE);
  const slope = math.where(close, math.op('Exp', math.sub(mean(x, twin), peak)), math.div(math.sub(e, e2), math.where(close, 1, change)));
  return [math.mul(math.sub(direct, throughSum), slope)];
};
