import type { GraphBuilder } from '../../../src/engine/graph/builder';
import { float, int, type Attributes } from '../../../src/engine/graph/model';
import { floats } from '../../../src/engine/tensor/tensor';
import { assertClose, gradientAt } from './at-point';

const lastAxis = (b: GraphBuilder): string => b.integers(-1);
const unary =
  (op: string, attributes: Attributes = {}) =>
  (b: GraphBuilder): string =>
    b.op(op, ['x'], attributes);
const reduced =
  (op: string) =>
  (b: GraphBuilder): string =>
    b.op(op, ['x', lastAxis(b)]);
const power =
  (exponent: number) =>
  (b: GraphBuilder): string =>
    b.op('Pow', ['x', b.scalar(exponent)]);

/** √(mean (x − mean x)² · n/(n − 1)), as `torch.std` is exported. */
function deviation(b: GraphBuilder): string {
  const centred = b.op('Sub', ['x', b.op('ReduceMean', ['x', lastAxis(b)])]);
  return b.op('Sqrt', [b.op('ReduceMean', [b.op('Mul', [centred, centred]), lastAxis(b)])]);
}

/** Σ x w / max(√(Σ x² Σ w²), 1e-8), as `torch.nn.functional.cosine_similarity` is exported. */
function cosine(b: GraphBuilder): string {
  const w = b.constant(floats([1, 3], [1, -2, 2]));
  const sum = (name: string) => b.op('ReduceSum', [name, lastAxis(b)]);
  const norms = b.op('Sqrt', [b.op('Mul', [sum(b.op('Mul', ['x', 'x'])), sum(b.op('Mul', [w, w]))])]);
  return b.op('Div', [sum(b.op('Mul', ['x', w])), b.op('Max', [norms, b.scalar(1e-8)])]);
}

/** (Σ |x|³)^⅓. */
function cubicNorm(b: GraphBuilder): string {
  const cubes = b.op('Pow', [b.op('Abs', ['x']), b.scalar(3)]);
  return b.op('Pow', [b.op('ReduceSum', [cubes, lastAxis(b)]), b.scalar(1 / 3)]);
}

/** x / max(‖x‖, 0.5), as `torch.nn.functional.normalize` is exported. */
function normalised(b: GraphBuilder): string {
  const norm = b.op('Clip', [b.op('ReduceL2', ['x', lastAxis(b)]), b.scalar(0.5)]);
  return b.op('Div', ['x', norm]);
}

describe('gradients at poles', () => {
  // What PyTorch gives, where it is finite: torch.norm, torch.std, torch.prod and torch.pow.
  for (const [name, body, x, expected] of [
    ['the Euclidean norm at the origin', reduced('ReduceL2'), [0, 0, 0], [0, 0, 0]],
    ['the norm written as √Σx²', (b) => b.op('Sqrt', [b.op('ReduceSumSquare', ['x', lastAxis(b)])]), [0, 0], [0, 0]],
    ['the sum of absolute values at the origin', reduced('ReduceL1'), [0, -2], [0, -1]],
    ['the cubic norm at the origin', cubicNorm, [0, 0], [0, 0]],
    ['the cubic norm where one number is zero', cubicNorm, [0, 2], [0, 1]],
    ['the standard deviation of a plane', deviation, [2, 2, 2], [0, 0, 0]],
    ['cosine similarity at the origin', cosine, [0, 0, 0], [1e8, -2e8, 2e8]],
    ['normalisation at the origin', normalised, [0, 0], [2, 2]],
    ['LpNormalization at the origin', unary('LpNormalization', { axis: int(-1), p: int(2) }), [0, 0], [0, 0]],
    ['a product without a zero', reduced('ReduceProd'), [2, 3, 4], [12, 8, 6]],
    ['a product with one zero', reduced('ReduceProd'), [2, 0, 4], [0, 8, 0]],
    ['a product with two zeros', reduced('ReduceProd'), [0, 0, 4], [0, 0, 0]],
    ['x⁰ at 0', power(0), [0, 2], [0, 0]],
    ['x¹ at 0', power(1), [0, 2], [1, 1]],
    ['x² at 0', power(2), [0, -2], [0, -4]],
    ['x^½ at 0', power(0.5), [0, 4], [0, 0.25]],
    ['x^−1 at 0', power(-1), [0, 2], [0, -0.25]],
    ['√x at 0', unary('Sqrt'), [0, 4], [0, 0.25]],
    ['log x at 0', unary('Log'), [0, 4], [0, 0.25]],
    ['1/x at 0', unary('Reciprocal'), [0, 2], [0, -0.25]],
    ['arcsin at its ends', unary('Asin'), [-1, 0, 1], [0, 1, 0]],
    ['arccos at its ends', unary('Acos'), [-1, 0, 1], [0, -1, 0]],
    ['arcosh at 1', unary('Acosh'), [1, Math.SQRT2], [0, 1]],
    ['artanh at its ends', unary('Atanh'), [-1, 0, 1], [0, 1, 0]],
    ['log Σ x where the sum is 0', reduced('ReduceLogSum'), [0, 0], [0, 0]],
    ['log Σ exp x where nothing is left', reduced('ReduceLogSumExp'), [-Infinity, -Infinity], [0, 0]],
    ['softsign at 0', unary('Softsign'), [0, 1], [1, 0.25]],
    ['Celu far below 0', unary('Celu', { alpha: float(1) }), [-500, 1], [0, 1]],
    ['Mish far from 0', unary('Mish'), [-500, 500], [0, 1]],
    ['Gelu far from 0', unary('Gelu'), [-500, 500], [0, 1]],
  ] satisfies readonly (readonly [string, (b: GraphBuilder) => string, readonly number[], readonly number[]])[])
    it(name, async () => assertClose(await gradientAt(x, body), expected));

  it('a product over several axes with a zero in each', async () => {
    const product = (b: GraphBuilder) =>
      b.op('ReduceProd', [b.op('Reshape', ['x', b.integers(1, 2, 2)]), b.integers(-1)]);
    assertClose(await gradientAt([0, 3, 2, 0], product, [1, 1]), [3, 0, 0, 2]);
  });

  it('a quotient where it was not chosen', async () => {
    // where(x > 0, 1/x, 0): PyTorch loses the gradient at 0, which is 0.
    const chosen = (b: GraphBuilder) =>
      b.op('Where', [
        b.op('Greater', ['x', b.scalar(0)]),
        b.op('Div', [b.scalar(1), 'x']),
        b.op('Mul', ['x', b.scalar(0)]),
      ]);
    assertClose(await gradientAt([0, 2], chosen), [0, -0.25]);
  });

  it('powers of a computed exponent', async () => {
    // d a^b at a = 0: b a^(b−1) da, and nothing by b where b ≥ 0.
    const own = (b: GraphBuilder) => {
      const [base, exponent] = b.ops('Split', ['x'], { axis: int(1), num_outputs: int(2) }, 2);
      return b.op('Pow', [base, exponent]);
    };
    assertClose(await gradientAt([0, 0, 2, 0, 1, 3], own), [0, 1, 12, 0, 0, 8 * Math.log(2)]);
  });
});
