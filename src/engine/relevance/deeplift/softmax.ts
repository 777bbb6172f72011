import { Arithmetic } from '../../gradient/arithmetic';
import { numberAttribute } from '../../graph/model';
import type { PairedRule } from './pair';

/** Below this difference of logarithms the logarithmic mean is the mean, to Δ²/12. */
const CLOSE = 1e-3;
/** Below this the two softmaxes weigh the change alike. */
const EQUAL = 1e-12;

/**
 * y = exp(u), u = x − L, L = log Σ exp x. Rescale for exp: Δy/Δu lies between both y. L is convex, so that y′ · Δx ≤ ΔL
 * ≤ y · Δx, and some mixture p = (1 − λ) y′ + λ y has p · Δx = ΔL exactly: m_x = m_u − p Σ m_u with m_u = m Δy/Δu.
 */
export const softmax: PairedRule = (context, counterpart) => {
  const { node, gradients, builder } = context;
  const math = new Arithmetic(context);
  const axes = [numberAttribute(node, 'axis', -1)];
  const [x, y] = [node.inputs[0], node.outputs[0]];
  const [x2, y2] = [counterpart(x), counterpart(y)];
  const total = (tensor: string) => builder.op('ReduceLogSumExp', [tensor, builder.integers(...axes)]);
  const change = math.sub(x, x2);
  const changeOfTotal = math.sub(total(x), total(x2));
  const spread = math.sum(math.mul(math.sub(y, y2), change), axes);
  const even = math.op('Less', spread, EQUAL);
  const exact = math.div(math.sub(changeOfTotal, math.sum(math.mul(y2, change), axes)), math.where(even, 1, spread));
  const mixing = math.op('Max', math.op('Min', math.where(even, 0.5, exact), 1), 0);
  const p = math.add(y2, math.mul(mixing, math.sub(y, y2)));
  const changeOfU = math.sub(change, changeOfTotal);
  const close = math.op('Less', math.op('Abs', changeOfU), CLOSE);
  const slope = math.where(
    close,
    math.mul(math.add(y, y2), 0.5),
    math.div(math.sub(y, y2), math.where(close, 1, changeOfU)),
  );
  const throughU = math.mul(gradients[0]!, slope);
  return [math.sub(throughU, math.mul(p, math.sum(throughU, axes)))];
};
