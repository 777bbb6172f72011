import { Arithmetic } from '../../gradient/arithmetic';
import { reductionOf, withReducedAxes, type Reduction } from '../../gradient/reduction';
import { repeatedLike } from '../../gradient/shaping';
import type { Pair, PairedRule } from './pair';
import { weightsOfTotal } from './softmax';

/** Tensors of the reduction at the baseline. */
interface Twin {
  readonly x: string;
  readonly y: string;
}

type Spread = (math: Arithmetic, reduction: Reduction, twin: Twin) => string;

const reduction =
  (spread: Spread): PairedRule =>
  (context, counterpart) => {
    const reduced = reductionOf(context);
    if (!reduced) return [context.gradients[0]];
    const y = withReducedAxes(context, counterpart(context.node.outputs[0]), reduced.axes);
    return [spread(new Arithmetic(context), reduced, { x: counterpart(reduced.x), y })];
  };

/** Δ Σx² = Σ (x + x′) Δx. */
export const sumOfSquares = reduction((math, { x, g }, twin) => math.mul(g, math.add(x, twin.x)));

/** Δ‖x‖ = Δ‖x‖² / (‖x‖ + ‖x′‖). */
export const euclideanNorm = reduction((math, { x, y, g }, twin) =>
  math.mul(math.add(x, twin.x), math.div(g, math.withoutPole(math.add(y, twin.y)))),
);

/** Δ|x| / Δx = (x + x′) / (|x| + |x′|), no quotient of small differences. */
export const sumOfSizes = reduction((math, { x, g }, twin) => {
  const sizes = math.add(math.op('Abs', x), math.op('Abs', twin.x));
  return math.mul(g, math.div(math.add(x, twin.x), math.withoutPole(sizes)));
});

/** The total's share of the softmax of the numbers, between input and baseline. */
export const logOfExponentials = reduction((math, { x, y, g, axes }, twin) =>
  math.mul(g, weightsOfTotal(math, axes, [x, twin.x], [y, twin.y])),
);

/** Below this change of the logarithm the exponential's mean slope is exact to Δ²/12. */
const CLOSE = 1e-3;

/** Δ log S = ΔS · Δlog S / ΔS, with S = exp y. */
export const logOfSum: PairedRule = (context, counterpart: Pair['counterpart']) => {
  const reduced = reductionOf(context);
  if (!reduced) return [context.gradients[0]];
  const math = new Arithmetic(context);
  const { x, y, g, axes } = reduced;
  const before = withReducedAxes(context, counterpart(context.node.outputs[0]), axes);
  const [sum, sum2] = [y, before].map((tensor) => math.op('Exp', tensor));
  const change = math.sub(y, before);
  const close = math.op('Less', math.op('Abs', change), CLOSE);
  const mean = math.withoutPole(math.mul(math.add(sum, sum2), 0.5));
  const slope = math.where(
    close,
    math.op('Reciprocal', mean),
    math.div(change, math.where(close, 1, math.sub(sum, sum2))),
  );
  return [repeatedLike(context, math.mul(g, slope), axes, x)];
};
