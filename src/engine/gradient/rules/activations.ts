import { numberAttribute, stringAttribute } from '../../graph/model';
import type { Arithmetic } from '../arithmetic';
import type { GradientRule } from '../rule';
import { elementwise } from './elementwise';

/** Selu's constants (Klambauer et al. 2017, https://arxiv.org/abs/1706.02515), the operator's defaults. */
const SELU_ALPHA = 1.6732632423543772;
const SELU_GAMMA = 1.0507009873554805;

/**
 * Gelu's tanh approximation uses √(2/π) · (x + 0.044715 x³) (Hendrycks and Gimpel 2016,
 * https://arxiv.org/abs/1606.08415).
 */
const GELU_CUBIC = 0.044715;
const GELU_SLOPE = Math.sqrt(2 / Math.PI);

/** Smooth and piecewise activations: g · f'(x), through y = f(x) where that is cheaper. */
export const activationRules: readonly GradientRule[] = [
  elementwise('Sigmoid', (m, { y, g }) => m.mul(g, m.mul(y, m.sub(1, y)))),
  elementwise('Tanh', (m, { y, g }) => m.mul(g, m.sub(1, m.square(y)))),
  elementwise('Softplus', (m, { x, g }) => m.mul(g, m.op('Sigmoid', x))),
  elementwise('Softsign', (m, { x, g }) => m.div(g, m.square(m.add(m.op('Abs', x), 1)))),
  elementwise('Elu', (m, { x, y, g }, { node }) =>
    m.mul(g, m.where(m.op('Greater', x, 0), 1, m.add(y, numberAttribute(node, 'alpha', 1)))),
  ),
  elementwise('Celu', (m, { x, g }, { node }) => {
    const alpha = numberAttribute(node, 'alpha', 1);
    return m.mul(g, m.op('Exp', m.div(m.op('Min', x, 0), alpha)));
  }),
  elementwise('Selu', (m, { x, y, g }, { node }) => {
    const gamma = numberAttribute(node, 'gamma', SELU_GAMMA);
    const alpha = numberAttribute(node, 'alpha', SELU_ALPHA);
    return m.mul(g, m.where(m.op('Greater', x, 0), gamma, m.add(y, gamma * alpha)));
  }),
  elementwise('HardSigmoid', (m, { y, g }, { node }) =>
    m.where(strictlyBetween(m, y, 0, 1), m.mul(g, numberAttribute(node, 'alpha', 0.2)), 0),
  ),
  // x · clip(x/6 + 1/2, 0, 1): 0 up to −3, (2x + 3)/6 between, 1 from 3 on.
  elementwise('HardSwish', (m, { x, g }) =>
    m.mul(g, m.where(strictlyBetween(m, x, -3, 3), m.add(m.mul(x, 1 / 3), 0.5), m.indicator(m.op('Greater', x, 0)))),
  ),
  // x · t with t = tanh(softplus x): t + x (1 − t²) sigmoid(x).
  elementwise('Mish', (m, { x, g }) => {
    const t = m.op('Tanh', m.op('Softplus', x));
    const rise = m.mul(m.mul(x, m.op('Sigmoid', x)), m.sub(1, m.square(t)));
    return m.mul(g, m.add(t, rise));
  }),
  elementwise('Gelu', (m, { x, g }, { node }) => {
    const approximate = stringAttribute(node, 'approximate', 'none') === 'tanh';
    return m.mul(g, approximate ? tanhGelu(m, x) : exactGelu(m, x));
  }),
  elementwise('Shrink', (m, { x, g }, { node }) =>
    m.where(m.op('Greater', m.op('Abs', x), numberAttribute(node, 'lambd', 0.5)), g, 0),
  ),
];

const strictlyBetween = (m: Arithmetic, x: string, low: number, high: number): string =>
  m.op('And', m.op('Greater', x, low), m.op('Less', x, high));

/** Φ(x) + x φ(x), the normal distribution and its density. */
function exactGelu(m: Arithmetic, x: string): string {
  const distribution = m.mul(m.add(m.op('Erf', m.mul(x, Math.SQRT1_2)), 1), 0.5);
  const density = m.mul(m.op('Exp', m.mul(m.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return m.add(distribution, m.mul(x, density));
}

/** (1 + t)/2 + x (1 − t²) u'/2 with t = tanh u, u = √(2/π) (x + c x³). */
function tanhGelu(m: Arithmetic, x: string): string {
  const square = m.square(x);
  const t = m.op('Tanh', m.mul(m.mul(x, m.add(m.mul(square, GELU_CUBIC), 1)), GELU_SLOPE));
  const slope = m.mul(m.add(m.mul(square, 3 * GELU_CUBIC), 1), GELU_SLOPE / 2);
  return m.add(m.mul(m.add(t, 1), 0.5), m.mul(m.mul(x, slope), m.sub(1, m.square(t))));
}
