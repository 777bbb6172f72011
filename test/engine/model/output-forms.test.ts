import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { predict } from '../../../src/engine/explanation/prediction';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { emptyModel, GraphBuilder } from '../../../src/engine/graph/builder';
import { int, type Dimension, type Model } from '../../../src/engine/graph/model';
import { withOutputs } from '../../../src/engine/graph/rewriting';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import { scoresOf } from '../../../src/engine/session/score';
import { createSession } from '../../../src/engine/session/runtime';
import { asFloats, floats, type FloatTensor } from '../../../src/engine/tensor/tensor';
import type { ScoreKind } from '../../../src/protocol/model';
import type { Recipe } from '../../../src/protocol/recipe';

const [CHANNELS, SIZE] = [3, 4];
const RUNTIME = { device: 'cpu', threads: 1 } as const;
const numbers = (length: number, phase: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin(1.7 * i + phase) * 0.9);
const image: FloatTensor = floats([1, CHANNELS, SIZE, SIZE], numbers(CHANNELS * SIZE * SIZE, 0.3));

type End = (b: GraphBuilder, scores: string) => string;
interface Case {
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

const cases: readonly Case[] = [
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
    name: 'scores [C] of the one image a model takes',
    width: 4,
    batch: 1,
    end: (b, x) => b.op('Squeeze', [x, b.integers(0)]),
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
function modelOf({ width, end, batch = 'batch' }: Case): Model {
  const b = new GraphBuilder(emptyModel());
  b.input('image', 'float32', [batch, CHANNELS, SIZE, SIZE]);
  const features = b.op('Flatten', [
    b.op('Conv', ['image', b.constant(floats([2, CHANNELS, 2, 2], numbers(8 * CHANNELS, 1)))]),
  ]);
  const weight = b.constant(floats([2 * (SIZE - 1) ** 2, width], numbers(2 * (SIZE - 1) ** 2 * width, 2)));
  b.output(end(b, b.op('MatMul', [features, weight])), 'output');
  return b.build();
}

describe('what is shown of a model', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-outputs-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const one of cases) {
    it(`is its own number: ${one.name}`, async () => {
      const model = modelOf(one);
      const path = join(folder, 'model.onnx');
      writeFileSync(path, encodeOnnxFile(model));
      const session = await createSession(one.plain ? withOutputs(model, [one.plain]) : model, RUNTIME);
      const [plain] = Object.values(await session.run({ image })).map(asFloats);
      await session.release();
      const wanted = one.says(plain.data);

      const opened = await openModel(await readModelFile(path), { ...RUNTIME, recipe: one.recipe ?? {} });
      assert.equal(opened.logits.kind, one.kind, opened.logits.reason);
      const input = { tensor: image, view: { path: '', image: null, signal: null } };
      const { predictions } = await predict(opened, input);
      assert.equal(predictions.length, wanted.length);
      assert.equal(opened.network.scores, wanted.length);
      assert.equal(opened.logits.classes, wanted.length);
      for (const { index, probability } of predictions)
        assert.ok(Math.abs(probability - wanted[index]) < 1e-5, `${index}: ${probability}, not ${wanted[index]}`);

      // The tensor from which gradients of probabilities start says the same.
      const { graph } = opened.network;
      const program = await opened.network.forwardProgram([graph.probabilities, graph.logits]);
      const made = await program.session.run({ [graph.input]: image });
      const [said, logits] = [graph.probabilities, graph.logits].map((name) => asFloats(made[name]));
      const { link } = graph;
      wanted.forEach((value, index) => {
        const own =
          said.data.length === wanted.length ? said.data[index] : index === 1 ? said.data[0] : 1 - said.data[0];
        assert.ok(Math.abs(own - value) < 1e-5);
        assert.ok(Math.abs(scoresOf(logits, { index, kind: 'probability', link })[0] - value) < 1e-5);
      });
      await opened.network.close();
    });
  }
});
