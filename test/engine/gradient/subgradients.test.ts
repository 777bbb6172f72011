import type { GraphBuilder } from '../../../src/engine/graph/builder';
import { float, int, type Attributes } from '../../../src/engine/graph/model';
import { floats } from '../../../src/engine/tensor/tensor';
import { assertClose, gradientAt } from './at-point';

type Body = (b: GraphBuilder) => string;
const last = (b: GraphBuilder): string => b.integers(-1);
const row = (b: GraphBuilder, ...values: number[]): string => b.constant(floats([1, values.length], values));
const unary =
  (op: string, attributes: Attributes = {}): Body =>
  (b) =>
    b.op(op, ['x'], attributes);
const beside =
  (op: string, ...values: number[]): Body =>
  (b) =>
    b.op(op, ['x', row(b, ...values)]);
const asImage = (b: GraphBuilder, ...dims: number[]): string => b.op('Reshape', ['x', b.integers(1, ...dims)]);
const square = (b: GraphBuilder, x: string): string => b.op('Mul', [x, x]);

/** x / max(Σ|x|, 0.25), as `torch.nn.functional.normalize(p=1)` is exported. */
const shares: Body = (b) => b.op('Div', ['x', b.op('Clip', [b.op('ReduceL1', ['x', last(b)]), b.scalar(0.25)])]);
/** x / (‖x‖ + 0.5). */
const softened: Body = (b) => b.op('Div', ['x', b.op('Add', [b.op('ReduceL2', ['x', last(b)]), b.scalar(0.5)])]);
/** x / √(mean x² + 0.25), the normalisation by root mean squares. */
const meanSquares: Body = (b) => {
  const mean = b.op('ReduceMean', [square(b, 'x'), last(b)]);
  return b.op('Mul', ['x', b.op('Reciprocal', [b.op('Sqrt', [b.op('Add', [mean, b.scalar(0.25)])])])]);
};
/** Σ x w / (max(‖x‖, 0.5) · max(‖w‖, 0.5)), as cosine similarity is exported since PyTorch 2. */
const cosine: Body = (b) => {
  const w = row(b, 3, 4);
  const bounded = (name: string) => b.op('Max', [b.op('ReduceL2', [name, last(b)]), b.scalar(0.5)]);
  const dot = b.op('ReduceSum', [b.op('Mul', ['x', w]), last(b)]);
  return b.op('Div', [dot, b.op('Mul', [bounded('x'), bounded(w)])]);
};
/** How far x is from a prototype, and from the prototype bounded below. */
const distance =
  (least?: number): Body =>
  (b) => {
    const squares = b.op('ReduceSum', [square(b, b.op('Sub', ['x', row(b, 1, 2)])), last(b)]);
    return b.op('Sqrt', [least === undefined ? squares : b.op('Clip', [squares, b.scalar(least)])]);
  };
/** The mean of powers, rooted again, of what is at least 0.001: generalised-mean pooling. */
const generalisedMean: Body = (b) => {
  const cubes = b.op('Pow', [b.op('Clip', ['x', b.scalar(0.001)]), b.scalar(3)]);
  return b.op('Pow', [b.op('ReduceMean', [cubes, last(b)]), b.scalar(1 / 3)]);
};
/** sign(x) √|x|, as bilinear pooling has it. */
const signedRoot: Body = (b) => b.op('Mul', [b.op('Sign', ['x']), b.op('Sqrt', [b.op('Abs', ['x'])])]);
const masked =
  (op: 'Softmax' | 'LogSoftmax'): Body =>
  (b) => {
    const hidden = b.op('Where', [b.op('Greater', ['x', b.scalar(5)]), b.scalar(-Infinity), 'x']);
    const share = b.op(op, [hidden], { axis: int(-1) });
    return op === 'Softmax' ? share : b.op('Slice', [share, b.integers(0), b.integers(1), b.integers(1)]);
  };
const normalised =
  (op: string, ...dims: number[]): Body =>
  (b) => {
    const [gamma, beta] = [1, 0].map((value) => b.constant(floats([2], [value, value])));
    return b.op(op, [asImage(b, ...dims), gamma, beta], {
      epsilon: float(0.25),
      ...(op === 'GroupNormalization' && { num_groups: int(1) }),
    });
  };
const perplexed = (mean: number, weights: readonly number[]): number[] => weights.map((w) => 2 * (w - mean));

describe('subgradients, as PyTorch has them', () => {
  for (const [name, body, x, expected, weights] of [
    ['the larger of two that are equal', beside('Max', 1, 2, 0), [1, 3, -1], [0.5, 1, 0]],
    ['the smaller of two that are equal', beside('Min', 1, 2, 0), [1, 3, -1], [0.5, 0, 1]],
    ['the larger of itself', (b) => b.op('Max', ['x', b.op('Identity', ['x'])]), [1, -2], [1, 1]],
    ['Relu at 0', unary('Relu'), [0, -0, 1], [0, 0, 1]],
    ['LeakyRelu at 0', unary('LeakyRelu', { alpha: float(0.2) }), [-1, 0, 1], [0.2, 0.2, 1]],
    ['PRelu at 0', beside('PRelu', 0.3, 0.3, 0.3), [-1, 0, 1], [0.3, 0.3, 1]],
    ['Elu at 0', unary('Elu', { alpha: float(0.5) }), [0, 1], [0.5, 1]],
    ['ThresholdedRelu at its threshold', unary('ThresholdedRelu', { alpha: float(1) }), [1, 1.5], [0, 1]],
    ['HardSigmoid at its ends', unary('HardSigmoid', { alpha: float(0.25) }), [-2, 0, 2], [0, 0.25, 0]],
    ['|x| and its sign at 0', (b) => b.op('Add', [b.op('Abs', ['x']), b.op('Sign', ['x'])]), [-1, 0, 2], [-1, 0, 1]],
    ['the greatest size of zeros', (b) => b.op('ReduceMax', [b.op('Abs', ['x']), last(b)]), [0, 0], [0, 0]],
    ['shares of sizes at the origin', shares, [0, 0], [4, -8], [1, -2]],
    ['the norm with something added, at the origin', softened, [0, 0], [2, -4], [1, -2]],
    [
      'the norm with something added',
      softened,
      [3, 4],
      [1 / 5.5 - (11 * 0.6) / 5.5 ** 2, 2 / 5.5 - (11 * 0.8) / 5.5 ** 2],
      [1, 2],
    ],
    ['root mean squares of zeros', meanSquares, [0, 0], [2, -4], [1, -2]],
    ['cosine similarity with bounded norms, at the origin', cosine, [0, 0], [1.2, 1.6]],
    ['a distance at the prototype', distance(), [1, 2], [0, 0]],
    ['a distance bounded below, at the prototype', distance(0.25), [1, 2], [0, 0]],
    ['a distance bounded below, away from the prototype', distance(0.25), [4, 6], [0.6, 0.8]],
    ['generalised-mean pooling of zeros', generalisedMean, [0, 0], [0, 0]],
    ['the signed root at 0', signedRoot, [-4, 0, 4], [0.25, 0, 0.25]],
    ['the root of what Relu has cut', (b) => b.op('Sqrt', [b.op('Relu', ['x'])]), [-1, 0, 4], [0, 0, 0.25]],
    ['a Softmax with a place masked', masked('Softmax'), [0, 9, 0], [0.25, 0, -0.25], [1, 7, 0]],
    ['a LogSoftmax with a place masked', masked('LogSoftmax'), [0, 9, 0], [0.5, 0, -0.5]],
    [
      'log Σ exp x with a place masked',
      (b) => b.op('ReduceLogSumExp', [b.op('Add', ['x', row(b, 0, -Infinity, 0)]), last(b)]),
      [0, 3, Math.log(3)],
      [0.25, 0, 0.75],
    ],
    [
      '−softplus(−x), the logarithm of a sigmoid',
      (b) => b.op('Neg', [b.op('Softplus', [b.op('Neg', ['x'])])]),
      [-500, 0, 500],
      [1, 0.5, 0],
    ],
    [
      'x tanh softplus x, far from 0',
      (b) => b.op('Mul', ['x', b.op('Tanh', [b.op('Softplus', ['x'])])]),
      [-300, 300],
      [0, 1],
    ],
    [
      'the arc cosine of a bounded number',
      (b) => b.op('Acos', [b.op('Clip', ['x', b.scalar(-0.5), b.scalar(0.5)])]),
      [-1, 0, 1],
      [0, -1, 0],
    ],
    [
      'InstanceNormalization of a plane',
      normalised('InstanceNormalization', 2, 1, 2),
      [3, 3, 0, 0],
      [...perplexed(1, [0, 2]), ...perplexed(0, [0, 0])],
      [0, 2, 0, 0],
    ],
    [
      'GroupNormalization of a plane',
      normalised('GroupNormalization', 2, 1, 2),
      [3, 3, 3, 3],
      perplexed(0.5, [0, 2, 0, 0]),
      [0, 2, 0, 0],
    ],
    ['LayerNormalization of a plane', normalised('LayerNormalization', 2), [3, 3], perplexed(1, [0, 2]), [0, 2]],
    [
      'the greatest of what is masked',
      (b) => b.op('ReduceMax', [b.op('Add', ['x', row(b, -Infinity, 0, 0)]), last(b)]),
      [9, 1, 2],
      [0, 0, 1],
    ],
    [
      'the two greatest',
      (b) => b.ops('TopK', ['x', b.integers(2)], { axis: int(-1) }, 2)[0],
      [1, 5, 3],
      [0, 2, 1],
      [2, 1],
    ],
    [
      'what is gathered twice, and from the end',
      (b) => b.op('Gather', ['x', b.integers(0, -1, 0)], { axis: int(1) }),
      [1, 2, 3],
      [5, 0, 1],
      [2, 1, 3],
    ],
    ['rounded numbers', (b) => b.op('Add', [b.op('Round', ['x']), b.op('Floor', ['x'])]), [0.5, 1.2], [0, 0]],
    ['an angle on the horizontal axis', angle, [0, 2], [0.5, 0]],
    ['an angle', angle, [3, 4], [4 / 25, -3 / 25]],
  ] satisfies readonly (readonly [string, Body, readonly number[], readonly number[], (readonly number[])?])[])
    it(name, async () => assertClose(await gradientAt(x, body, weights), expected));
});

/** atan2(y, x) as PyTorch exports it. */
function angle(b: GraphBuilder): string {
  const [y, x] = b.ops('Split', ['x'], { axis: int(1), num_outputs: int(2) }, 2);
  const [atan, half] = [b.op('Atan', [b.op('Div', [y, x])]), b.scalar(Math.PI)];
  const left = b.op('Where', [b.op('Greater', [y, b.scalar(0)]), b.op('Add', [atan, half]), b.op('Sub', [atan, half])]);
  return b.op('Where', [b.op('Less', [x, b.scalar(0)]), left, atan]);
}
