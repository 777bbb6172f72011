import type { GradientRule } from '../rule';
import { elementwise } from './elementwise';

/** Elementary functions of one variable: g · f'(x), through y = f(x) where that is cheaper. */
export const elementaryRules: readonly GradientRule[] = [
  elementwise('Neg', (m, { g }) => m.neg(g)),
  elementwise('Abs', (m, { x, g }) => m.mul(g, m.op('Sign', x))),
  elementwise('Exp', (m, { y, g }) => m.mul(g, y)),
  elementwise('Log', (m, { x, g }) => m.div(g, m.withoutPole(x))),
  elementwise('Sqrt', (m, { y, g }) => m.div(m.mul(g, 0.5), m.withoutPole(y))),
  elementwise('Reciprocal', (m, { x, g }) => m.neg(m.div(g, m.square(m.withoutPole(x))))),
  elementwise('Erf', (m, { x, g }) => m.mul(g, m.mul(m.op('Exp', m.neg(m.square(x))), 2 / Math.sqrt(Math.PI)))),
  elementwise('Sin', (m, { x, g }) => m.mul(g, m.op('Cos', x))),
  elementwise('Cos', (m, { x, g }) => m.neg(m.mul(g, m.op('Sin', x)))),
  elementwise('Tan', (m, { y, g }) => m.mul(g, m.add(m.square(y), 1))),
  elementwise('Asin', (m, { x, g }) => m.div(g, m.withoutPole(m.op('Sqrt', m.sub(1, m.square(x)))))),
  elementwise('Acos', (m, { x, g }) => m.neg(m.div(g, m.withoutPole(m.op('Sqrt', m.sub(1, m.square(x))))))),
  elementwise('Atan', (m, { x, g }) => m.div(g, m.add(m.square(x), 1))),
  elementwise('Sinh', (m, { x, g }) => m.mul(g, m.op('Cosh', x))),
  elementwise('Cosh', (m, { x, g }) => m.mul(g, m.op('Sinh', x))),
  elementwise('Asinh', (m, { x, g }) => m.div(g, m.op('Sqrt', m.add(m.square(x), 1)))),
  elementwise('Acosh', (m, { x, g }) => m.div(g, m.withoutPole(m.op('Sqrt', m.sub(m.square(x), 1))))),
  elementwise('Atanh', (m, { x, g }) => m.div(g, m.withoutPole(m.sub(1, m.square(x))))),
];
