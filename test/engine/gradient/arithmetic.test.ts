import { assertGradient, type Operand } from './harness';

const pairs: readonly { readonly title: string; readonly inputs: readonly [Operand, Operand] }[] = [
  {
    title: 'equal shapes',
    inputs: [
      { dims: [2, 3, 4], values: 'positive' },
      { dims: [2, 3, 4], values: 'positive' },
    ],
  },
  {
    title: 'a channel vector',
    inputs: [
      { dims: [2, 3, 4], values: 'positive' },
      { dims: [3, 1], values: 'positive', batch: false },
    ],
  },
  {
    title: 'both broadcast',
    inputs: [
      { dims: [2, 1, 4], values: 'positive' },
      { dims: [3, 1], values: 'positive', batch: false },
    ],
  },
  {
    title: 'a scalar first',
    inputs: [
      { dims: [], values: [1.7] },
      { dims: [2, 3], values: 'positive' },
    ],
  },
  {
    title: 'a batch of one axis',
    inputs: [
      { dims: [3, 1], values: 'positive' },
      { dims: [3, 4], values: 'positive' },
    ],
  },
];

describe('gradients of arithmetic operators', () => {
  for (const op of ['Max', 'Min']) {
    for (const { title, inputs } of pairs) {
      const [a, b] = inputs;
      it(`${op}: ${title}`, () =>
        assertGradient({
          op,
          inputs: [
            { ...a, values: 'spaced' },
            { ...b, values: 'between' },
          ],
        }));
    }
  }
  for (const op of ['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Sum', 'Mean']) {
    for (const { title, inputs } of pairs) {
      it(`${op}: ${title}`, () => assertGradient({ op, inputs, tolerance: 3e-3 }));
    }
  }
  it('Mod: straight through, and against the divisor', () =>
    assertGradient({
      op: 'Mod',
      attributes: { fmod: 1 },
      inputs: [
        { dims: [2, 3], values: [1.3, -2.9, 0.4, 3.2, 5, -0.9] },
        { dims: [3], values: [0.9, 1.1, 0.7], batch: false },
      ],
    }));
  for (const op of ['Sum', 'Mean', 'Max', 'Min']) {
    it(`${op} of three`, () =>
      assertGradient({
        op,
        inputs: [
          { dims: [2, 5], values: 'spaced' },
          { dims: [5], values: 'between', batch: false },
          { dims: [2, 1], values: [0.02, -0.13] },
        ],
      }));
  }
  for (const exponent of [2, 3, 0.5, -1]) {
    it(`Pow with the constant exponent ${exponent}`, () =>
      assertGradient({
        op: 'Pow',
        inputs: [
          { dims: [3, 4], values: 'positive' },
          { dims: [], values: [exponent], constant: true },
        ],
        tolerance: 2e-3,
      }));
  }
  it('Pow of negative numbers with an even exponent', () =>
    assertGradient({
      op: 'Pow',
      inputs: [
        { dims: [3, 4], values: 'spaced' },
        { dims: [], values: [4], constant: true },
      ],
      tolerance: 2e-3,
    }));
  it('Where', () =>
    assertGradient({
      op: 'Where',
      inputs: [
        { dims: [2, 1, 3], type: 'bool', values: [1, 0, 0, 1, 1, 0] },
        { dims: [2, 2, 3], batch: false },
        { dims: [1, 2, 3], batch: false },
      ],
    }));
});
