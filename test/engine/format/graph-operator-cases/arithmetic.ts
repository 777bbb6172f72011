import { GraphDef, type } from '../graph-def';
import { above, real, node, positive, type Case } from './case';

/** Functions of single numbers, comparisons and choices. */
export const arithmetic: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(
    ['Asinh', 'Atan', 'Sin', 'Cos', 'Sinh', 'Cosh', 'Tan', 'Expm1', 'Erf', 'Softplus', 'Selu', 'Reciprocal'].map(
      (op) => [op, { build: node(op) }],
    ),
  ),
  ...Object.fromEntries(
    ['Acos', 'Asin', 'Atanh'].map((op) => [
      op,
      { build: (g: GraphDef, x: string) => g.node(op, [g.node('Mul', [x, g.floats(0.9)], real)], real) },
    ]),
  ),
  ...Object.fromEntries(
    ['Log', 'Log1p', 'Sqrt', 'Rsqrt'].map((op) => [
      op,
      { build: (g: GraphDef, x: string) => g.node(op, [positive(g, x)], real) },
    ]),
  ),
  Acosh: { build: (g, x) => g.node('Acosh', [g.node('AddV2', [positive(g, x), g.floats(1)], real)], real) },
  ...Object.fromEntries(
    ['Floor', 'Ceil', 'Round', 'Sign'].map((op) => [
      op,
      {
        build: (g: GraphDef, x: string) =>
          g.node('Mul', [g.node(op, [g.node('Mul', [x, g.floats(3)], real)], real), x], real),
      },
    ]),
  ),
  'Mod of real numbers': { build: node('FloorMod', (g) => g.floats(0.3)), flat: true },
  FloorDiv: { build: node('FloorDiv', (g) => g.floats(-0.3)), flat: true },
  DivNoNan: { build: (g, x) => g.node('DivNoNan', [x, g.node('Relu', [x], real)], real), flat: true },
  'SquaredDifference by channel': { build: node('SquaredDifference', (g) => g.weight([4])) },
  'Pow of a stored exponent': { build: (g, x) => g.node('Pow', [positive(g, x), g.floats(1.7)], real) },
  AddN: { build: (g, x) => g.node('AddN', [x, g.node('Relu', [x], real), x], { N: { i: '3' } }) },
  SelectV2: {
    build: (g, x) => g.node('SelectV2', [above(g, x), g.node('Square', [x], real), g.weight([4])], real),
    flat: true,
  },
  'comparisons and connectives': {
    build: (g, x) => {
      const both = g.node(
        'LogicalAnd',
        [
          g.node('LessEqual', [x, g.floats(0.5)], real),
          g.node('LogicalNot', [g.node('Less', [x, g.floats(-0.5)], real)], real),
        ],
        real,
      );
      const either = g.node('LogicalOr', [both, g.node('NotEqual', [g.node('Relu', [x], real), x], real)], real);
      return g.node('Mul', [g.node('Cast', [either], { SrcT: type('DT_BOOL'), DstT: type() }), x], real);
    },
    flat: true,
  },
};
