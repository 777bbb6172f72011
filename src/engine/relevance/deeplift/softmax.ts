import { Arithmetic } from '../../gradient/arithmetic';
import { numberAttribute } from '../../graph/model';
import type { PairedRule } from './pair';

/** Below this difference of logarithms the logarithmic mean is the mean, to Δ²/12. */
const CLOSE = 1e-3;
/** Below this the two softmaxes weigh the change alike. */
const EQUAL = 1e-12;

/** Of a tensor at the input and at the baseline. */
type Twins = readonly [string, string];

/**
 * L = log Σ exp x is convex, so that y′ · Δx ≤ ΔL ≤ y · Δx with y = exp(x − L), and some mixture p = (1 − λ) y′ + λ y
 * has p · Δx = ΔL exactly.
 */
function mixture(math: Arithmetic, axes: readonly number[], [x, x2]: Twins, [y, y2]: Twins, [l, l2]: Twins): string {
  const change = math.sub(x, x2);
  const changeOfTotal = math.sub(l, l2);
  const spread = math.sum(math.mul(math.sub(y, y2), change), axes);
  const even = math.op('Less', spread, EQUAL);
  const exact = math.div(math.sub(changeOfTotal, math.sum(math.mul(y2, change), axes)), math.where(even, 1, spread));
  const mixing = math.op('Max', math.op('Min', math.where(even, 0.5, exact), 1), 0);
  return math.add(y2, math.mul(mixing, math.sub(y, y2)));
}

/** What each number weighs in the change of L: Δ log Σ exp x = Σ p Δx. */
export function weightsOfTotal(math: Arithmetic, axes: readonly number[], x: Twins, totals: Twins): string {
  const share = (k: 0 | 1) => math.op('Exp', math.sub(x[k], totals[k]));
  return mixture(math, axes, x, [share(0), share(1)], totals);
}

/**
 * y = exp(u), u = x − L. Rescale for exp: Δy/Δu lies between both y; m_x = m_u − p Σ m_u with m_u = m Δy/Δu.
 */
export const softmax: PairedRule = (context, counterpart) => {
  const { node, gradients, builder } = context;
  const math = new Arithmetic(context);
  const axes = [numberAttribute(node, 'axis', -1)];
  const [x, y] = [node.inputs[0], node.outputs[0]];
  const [x2, y2] = [counterpart(x), counterpart(y)];
  const total = (tensor: string) => builder.op('ReduceLogSumExp', [tensor, builder.integers(...axes)]);
  const [l, l2] = [total(x), total(x2)];
  const p = mixture(math, axes, [x, x2], [y, y2], [l, l2]);
  const changeOfU = math.sub(math.sub(x, x2), math.sub(l, l2));
  const close = math.op('Less', math.op('Abs', changeOfU), CLOSE);
  const slope = math.where(
    close,
    math.mul(math.add(y, y2), 0.5),
    math.div(math.sub(y, y2), math.where(close, 1, changeOfU)),
  );
  const throughU = math.mul(gradients[0]!, slope);
  return [math.sub(throughU, math.mul(p, math.sum(throughU, axes)))];
};

/** y = x − L: m_x = m − p Σ m. */
export const logSoftmax: PairedRule = (context, counterpart) => {
  const { node, gradients, builder } = context;
  const math = new Arithmetic(context);
  const axes = [numberAttribute(node, 'axis', -1)];
  const x: Twins = [node.inputs[0], counterpart(node.inputs[0])];
  const total = (tensor: string) => builder.op('ReduceLogSumExp', [tensor, builder.integers(...axes)]);
  const p = weightsOfTotal(math, axes, x, [total(x[0]), total(x[1])]);
  return [math.sub(gradients[0]!, math.mul(p, math.sum(gradients[0]!, axes)))];
};
