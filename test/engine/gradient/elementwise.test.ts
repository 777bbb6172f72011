import { assertGradient, type Check } from './harness';

const smooth: readonly (readonly [string, Check['attributes']?])[] = [
  ['Neg'],
  ['Abs'],
  ['Exp'],
  ['Erf'],
  ['Sin'],
  ['Cos'],
  ['Atan'],
  ['Sinh'],
  ['Cosh'],
  ['Asinh'],
  ['Sigmoid'],
  ['Tanh'],
  ['Softplus'],
  ['Softsign'],
  ['Mish'],
  ['Elu', { alpha: 0.7 }],
  ['Celu', { alpha: 1.5 }],
  ['Selu'],
  ['Selu', { alpha: 1.2, gamma: 0.9 }],
  ['HardSigmoid', { alpha: 0.3, beta: 0.4 }],
  ['HardSwish'],
  ['Gelu'],
  ['Gelu', { approximate: 'tanh' }],
];

describe('gradients of elementwise functions', () => {
  for (const [op, attributes] of smooth) {
    it(`${op} ${JSON.stringify(attributes ?? {})}`, () =>
      assertGradient({ op, attributes, inputs: [{ dims: [2, 2, 13], values: 'spaced' }], tolerance: 2e-3 }));
  }
  for (const op of ['Log', 'Sqrt', 'Reciprocal']) {
    it(`${op} of positive numbers`, () =>
      assertGradient({ op, inputs: [{ dims: [2, 2, 4], values: 'positive' }], tolerance: 2e-3 }));
  }
  for (const op of ['Asin', 'Acos', 'Atanh', 'Tan']) {
    it(`${op} between −0.6 and 0.6`, () =>
      assertGradient({
        op,
        inputs: [{ dims: [2, 2, 2], values: [-0.6, -0.4, -0.2, -0.1, 0.02, 0.2, 0.4, 0.6] }],
        tolerance: 2e-3,
      }));
  }
  it('Acosh above 1', () =>
    assertGradient({ op: 'Acosh', inputs: [{ dims: [1, 2, 2], values: [1.5, 2, 3, 5] }], tolerance: 2e-3 }));
  it('Shrink', () =>
    assertGradient({
      op: 'Shrink',
      attributes: { lambd: 0.4, bias: 0.1 },
      inputs: [{ dims: [2, 2, 5], values: 'spaced' }],
    }));
});
