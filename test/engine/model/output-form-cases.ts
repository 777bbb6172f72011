import { emptyModel, GraphBuilder } from '../../../src/engine/graph/builder';
import { int, type Dimension, type Model } from '../../../src/engine/graph/model';
import { floats, type FloatTensor } from '../../../src/engine/tensor/tensor';
import type { ScoreKind } from '../../../src/protocol/model';
import type { Recipe } from '../../../src/protocol/recipe';

const [CHANNELS, SIZE] = [3, 4];
const numbers = (length: number, phase: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(1.7 * i + phase) * 0.9);
export const image: FloatTensor = floats([1, CHANNELS, SIZE, SIZE], numbers(CHANNELS * SIZE * SIZE, 0.3));

type End = (b: GraphBuilder, scores: string) => string;
export interface OutputForm {
  readonly name: string;
  /** How many scores enter the end. */
  readonly width: number;
  readonly end: End;
  readonly kind: ScoreKind;
  readonly recipe?: Recipe;
  readonly batch?: Dimension;
  /** Of the numbers of `plain`, or of the model's output where that is absent: what the model says of each class. */
  says(output: Float32Array): readonly number[];
  /** A tensor in the graph that is what the model says, where its output is no number of it. */
  readonly plain?: string;
}

const own = (output: Float32Array): number[] => [...output];
const pair = ([p]: Float32Array): number[] => [1 - p, p];
const softmaxOf = (logits: Float32Array): number[] => {
  const exps = [...logits].map(Math.exp);
  return exps.map((e) => e / exps.reduce((a, b) => a + b, 0));
};
const sigmoidPair = ([x]: Float32Array): number[] => [1 / (1 + Math.exp(x)), 1 / (1 + Math.exp(-x))];
const softmax: End = (b, x) => b.op('Softmax', [x], { axis: int(1) }, 'probabilities');
const sigmoid: End = (b, x) => b.op('Sigmoid', [x]);
const scalar = (b: GraphBuilder, value: number): string => b.constant(floats([], [value]));

export const cases: readonly OutputForm[] = [
  { name: 'plain scores', width: 4, end: (_, x) => x, kind: 'classification', says: softmaxOf },
  { name: 'a softmax', width: 4, end: softmax, kind: 'classification', says: own },
  { name: 'a softmax of two', width: 2, end: softmax, kind: 'classification', says: own },
  {
    name: 'a log-softmax',
    width: 4,
    end: (b, x) => b.op('LogSoftmax', [x], { axis: int(1) }),
    kind: 'classification',
    says: (output) => [...output].map(Math.exp),
  },
  { name: 'sigmoids', width: 5, end: sigmoid, kind: 'multilabel', says: own },
  { name: 'two sigmoids', width: 2, end: sigmoid, kind: 'multilabel', says: own },
  { name: 'one sigmoid', width: 1, end: sigmoid, kind: 'binary', says: pair },
  { name: 'one logit', width: 1, end: (_, x) => x, kind: 'binary', says: sigmoidPair },
  {
    name: 'one logit, squeezed to [N]',
    width: 1,
    end: (b, x) => b.op('Squeeze', [x, b.integers(1)]),
    kind: 'binary',
    says: sigmoidPair,
  },
  {
    name: 'one sigmoid, squeezed to [N]',
    width: 1,
    end: (b, x) => b.op('Squeeze', [sigmoid(b, x), b.integers(1)]),
    kind: 'binary',
    says: pair,
  },
  {
    name: 'one logit, squeezed to a number',
    width: 1,
    batch: 1,
    end: (b, x) => b.op('Squeeze', [x]),
    kind: 'binary',
    says: sigmoidPair,
  },
  {
    name: 'scores [N, 1, C]',
    width: 4,
    end: (b, x) => b.op('Unsqueeze', [x, b.integers(1)]),
    kind: 'classification',
    says: softmaxOf,
  },
  {
    name: 'probabilities of several heads, joined',
    width: 3,
    end: (b, x) => b.op('Concat', [sigmoid(b, x), sigmoid(b, b.op('Neg', [x]))], { axis: int(1) }),
    kind: 'multilabel',
    recipe: { outputKind: 'probabilities' },
    says: own,
  },
  {
    name: 'scores [C] of the one image a model takes',
    width: 4,
    batch: 1,
    end: (b, x) => b.op('Squeeze', [x, b.integers(0)]),
    kind: 'classification',
    says: softmaxOf,
  },
  {
    name: 'scores [C] by a Reshape to all that there are',
    width: 4,
    batch: 1,
    end: (b, x) => b.op('Reshape', [x, b.integers(-1)]),
    kind: 'classification',
    says: softmaxOf,
  },
  {
    name: 'scores that weigh a layer of sigmoids',
    width: 4,
    end: (b, x) => b.op('MatMul', [sigmoid(b, x), b.constant(floats([4, 4], numbers(16, 0.7)))]),
    kind: 'classification',
    says: softmaxOf,
  },
  {
    name: 'ArgMax of scores',
    width: 4,
    end: (b, x) => b.op('ArgMax', [b.op('Identity', [x], {}, 'plain')], { axis: int(1), keepdims: int(0) }),
    plain: 'plain',
    kind: 'classification',
    says: softmaxOf,
  },
  {
    name: 'ArgMax of a softmax',
    width: 4,
    end: (b, x) => b.op('ArgMax', [softmax(b, x)], { axis: int(1), keepdims: int(0) }),
    plain: 'probabilities',
    kind: 'classification',
    says: own,
  },
  {
    name: 'ZipMap of a softmax',
    width: 3,
    end: (b, x) => {
      const inputs = [softmax(b, x)];
      const attributes = { classlabels_strings: { kind: 'strings', value: ['a', 'b', 'c'] } } as const;
      b.add({ name: 'zip', op: 'ZipMap', domain: 'ai.onnx.ml', inputs, outputs: ['zipped'], attributes });
      return 'zipped';
    },
    plain: 'probabilities',
    kind: 'classification',
    says: own,
  },
  {
    name: 'a softmax written as arithmetic',
    width: 4,
    end: (b, x) => {
      const exps = b.op('Exp', [b.op('Sub', [x, b.op('ReduceMax', [x, b.integers(1)], { keepdims: int(1) })])]);
      return b.op('Div', [exps, b.op('ReduceSum', [exps, b.integers(1)], { keepdims: int(1) })]);
    },
    kind: 'classification',
    says: own,
  },
  {
    name: 'the logarithm of a softmax',
    width: 4,
    end: (b, x) => b.op('Log', [softmax(b, x)]),
    kind: 'classification',
    says: (output) => [...output].map(Math.exp),
  },
  {
    name: 'a sigmoid written as arithmetic',
    width: 3,
    end: (b, x) => b.op('Div', [scalar(b, 1), b.op('Add', [scalar(b, 1), b.op('Exp', [b.op('Neg', [x])])])]),
    kind: 'multilabel',
    says: own,
  },
  {
    name: 'the mean of two softmaxes',
    width: 4,
    end: (b, x) => b.op('Mean', [softmax(b, x), b.op('Softmax', [b.op('Neg', [x])], { axis: int(1) })]),
    kind: 'classification',
    says: own,
  },
  {
    name: 'half the sum of two softmaxes',
    width: 4,
    end: (b, x) =>
      b.op('Mul', [
        b.op('Add', [softmax(b, x), b.op('Softmax', [b.op('Neg', [x])], { axis: int(1) })]),
        scalar(b, 0.5),
      ]),
    kind: 'classification',
    says: own,
  },
  {
    name: '1 − p beside p',
    width: 1,
    end: (b, x) => {
      const p = sigmoid(b, x);
      return b.op('Concat', [b.op('Sub', [scalar(b, 1), p]), p], { axis: int(1) });
    },
    kind: 'classification',
    says: own,
  },
  {
    name: 'sigmoids of several heads',
    width: 3,
    end: (b, x) => b.op('Concat', [sigmoid(b, x), b.op('Sigmoid', [b.op('Neg', [x])])], { axis: int(1) }),
    kind: 'multilabel',
    says: own,
  },
  {
    name: 'sigmoids that are clipped',
    width: 3,
    end: (b, x) => b.op('Clip', [sigmoid(b, x), scalar(b, 1e-7), scalar(b, 1)]),
    kind: 'multilabel',
    says: own,
  },
  { name: 'a bounded estimate', width: 1, end: (b, x) => b.op('Tanh', [x]), kind: 'regression', says: own },
  {
    name: 'estimates that are not negative',
    width: 3,
    end: (b, x) => b.op('Relu', [x]),
    kind: 'regression',
    says: own,
  },
  {
    name: 'a sigmoid scaled to a quantity',
    width: 1,
    end: (b, x) => b.op('Mul', [sigmoid(b, x), scalar(b, 100)]),
    kind: 'regression',
    says: own,
  },
  {
    name: 'the expected value of a distribution',
    width: 4,
    end: (b, x) => b.op('MatMul', [softmax(b, x), b.constant(floats([4, 1], [0, 10, 20, 30]))]),
    kind: 'regression',
    says: own,
  },
  {
    name: 'the expected value as a sum of [N]',
    width: 4,
    end: (b, x) => {
      const weighed = b.op('Mul', [softmax(b, x), b.constant(floats([4], [0, 10, 20, 30]))]);
      return b.op('ReduceSum', [weighed, b.integers(1)], { keepdims: int(0) });
    },
    kind: 'regression',
    says: own,
  },
  {
    name: 'one estimate, told',
    width: 1,
    end: (_, x) => x,
    recipe: { outputKind: 'values' },
    kind: 'regression',
    says: own,
  },
  {
    name: 'a sigmoid that is told to be an estimate',
    width: 2,
    end: sigmoid,
    recipe: { outputKind: 'values' },
    kind: 'regression',
    says: own,
  },
  {
    name: 'probabilities, told',
    width: 3,
    end: (b, x) =>
      b.op('Div', [b.op('Exp', [x]), b.op('ReduceSum', [b.op('Exp', [x]), b.integers(1)], { keepdims: int(1) })]),
    recipe: { outputKind: 'probabilities' },
    kind: 'classification',
    says: own,
  },
  {
    name: 'the result of a softmax, named',
    width: 3,
    end: softmax,
    recipe: { output: 'probabilities' },
    kind: 'classification',
    says: own,
  },
];

/** A pooled image, multiplied to `width` scores, and an end behind them. */
export function modelOf({ width, end, batch = 'batch' }: OutputForm): Model {
  const b = new GraphBuilder(emptyModel());
  b.input('image', 'float32', [batch, CHANNELS, SIZE, SIZE]);
  const features = b.op('Flatten', [
    b.op('Conv', ['image', b.constant(floats([2, CHANNELS, 2, 2], numbers(8 * CHANNELS, 1)))]),
  ]);
  const weight = b.constant(floats([2 * (SIZE - 1) ** 2, width], numbers(2 * (SIZE - 1) ** 2 * width, 2)));
  b.output(end(b, b.op('MatMul', [features, weight])), 'output');
  return b.build();
}
