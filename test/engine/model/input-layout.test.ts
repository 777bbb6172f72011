import assert from 'node:assert/strict';
import { emptyModel, GraphBuilder } from '../../../src/engine/graph/builder';
import { ints, type Dimension, type Model } from '../../../src/engine/graph/model';
import { prepareWithoutRunning } from '../../../src/engine/graph/preparation';
import { NO_NAMES } from '../../../src/engine/label/class-names';
import { modelInput } from '../../../src/engine/model/model-input';
import { networkGraph } from '../../../src/engine/model/network-graph';
import { floats } from '../../../src/engine/tensor/tensor';
import type { Recipe } from '../../../src/protocol/recipe';

function built(shape: readonly Dimension[], add: (b: GraphBuilder) => string): Model {
  const b = new GraphBuilder(emptyModel());
  b.input('image', 'float32', shape);
  b.output(add(b), 'out');
  return prepareWithoutRunning(b.build());
}

const weight = (b: GraphBuilder, ...dims: number[]): string => b.constant(floats(dims), 'weight');
const conv =
  (channels: number, ...kernel: number[]) =>
  (b: GraphBuilder, x = 'image'): string =>
    b.op('Conv', [x, weight(b, 2, channels, ...kernel)]);
const turnedConv =
  (channels: number) =>
  (b: GraphBuilder): string =>
    conv(channels, 3, 3)(b, b.op('Transpose', ['image'], { perm: ints([0, 3, 1, 2]) }));
const flattened = (b: GraphBuilder): string => b.op('Flatten', ['image']);

interface Case {
  readonly name: string;
  readonly model: Model;
  readonly given?: Recipe;
  readonly layout?: 'nchw' | 'nhwc';
  readonly dims: readonly number[];
  readonly guessed?: boolean;
}

const cases: readonly Case[] = [
  { name: 'three channels first', model: built(['N', 3, 24, 24], conv(3, 3, 3)), dims: [3, 24, 24] },
  { name: 'three channels last', model: built(['N', 24, 32, 3], turnedConv(3)), layout: 'nhwc', dims: [3, 24, 32] },
  { name: 'four channels last', model: built(['N', 24, 24, 4], turnedConv(4)), layout: 'nhwc', dims: [4, 24, 24] },
  { name: 'two channels last', model: built(['N', 24, 24, 2], turnedConv(2)), layout: 'nhwc', dims: [2, 24, 24] },
  {
    name: 'thirteen channels last',
    model: built(['N', 24, 24, 13], turnedConv(13)),
    layout: 'nhwc',
    dims: [13, 24, 24],
  },
  { name: 'thirteen channels first', model: built(['N', 13, 24, 24], conv(13, 3, 3)), dims: [13, 24, 24] },
  { name: 'few rows and channels first', model: built(['N', 8, 3, 4], conv(8, 3, 3)), dims: [8, 3, 4] },
  {
    name: 'a symbol for every axis, size told',
    model: built(['N', 'c', 'h', 'w'], conv(3, 3, 3)),
    given: { size: [20, 30] },
    dims: [3, 20, 30],
  },
  {
    name: 'a symbol for every axis, channels last',
    model: built(['N', 'h', 'w', 'c'], turnedConv(4)),
    given: { size: [20, 30] },
    layout: 'nhwc',
    dims: [4, 20, 30],
  },
  {
    name: 'channels told by a vector of means',
    model: built(['N', 'c', 'h', 'w'], (b) =>
      b.op('GlobalAveragePool', [b.op('Sub', ['image', b.constant(floats([3, 1, 1], [0.4, 0.5, 0.6]))])]),
    ),
    given: { size: [20, 30] },
    dims: [3, 20, 30],
  },
  {
    name: 'no operator that tells, few last',
    model: built(['N', 24, 24, 3], flattened),
    layout: 'nhwc',
    dims: [3, 24, 24],
    guessed: true,
  },
  {
    name: 'no operator that tells, few first',
    model: built(['N', 3, 24, 24], flattened),
    dims: [3, 24, 24],
    guessed: true,
  },
  {
    name: 'no operator that tells, told',
    model: built(['N', 24, 24, 3], flattened),
    given: { layout: 'nchw' },
    dims: [24, 24, 3],
  },
  { name: 'an image without channels', model: built(['N', 28, 28], flattened), dims: [1, 28, 28] },
  {
    name: 'an image without channels that is given one',
    model: built(['N', 10, 90], (b) => conv(1, 3, 3)(b, b.op('Unsqueeze', ['image', b.integers(1)]))),
    dims: [1, 10, 90],
  },
  { name: 'a signal', model: built(['N', 12, 16], conv(12, 3)), dims: [12, 16] },
  {
    name: 'a signal with channels last',
    model: built(['N', 100, 12], (b) => conv(12, 3)(b, b.op('Transpose', ['image'], { perm: ints([0, 2, 1]) }))),
    layout: 'nhwc',
    dims: [12, 100],
  },
  {
    name: 'steps of a sequence that nothing tells from channels, told',
    model: built(['N', 16, 96], flattened),
    given: { layout: 'nhwc' },
    layout: 'nhwc',
    dims: [96, 16],
  },
  {
    name: 'a flat vector',
    model: built(['N', 784], (b) => b.op('MatMul', ['image', weight(b, 784, 10)])),
    dims: [1, 784],
  },
  {
    name: 'a flat vector of a known image',
    model: built(['N', 784], (b) => b.op('MatMul', ['image', weight(b, 784, 10)])),
    given: { size: [28, 28] },
    dims: [1, 28, 28],
  },
  { name: 'a volume', model: built(['N', 1, 8, 12, 10], conv(1, 3, 3, 3)), dims: [1, 8, 12, 10] },
];

describe('the axes of an input', () => {
  for (const { name, model, given = {}, layout = 'nchw', dims, guessed = false } of cases) {
    it(name, () => {
      const input = modelInput(model, given, NO_NAMES);
      assert.deepEqual(input.dims, dims);
      assert.equal(input.layout, layout);
      assert.equal(
        input.recipe.guessed.some(({ field }) => field === 'layout'),
        guessed,
      );
      if (dims.length === 3) assert.deepEqual([input.recipe.mean.length, ...input.recipe.size], dims);
    });
  }

  it('ask for the size alone where the channels are known', () => {
    const model = built(['N', 'c', 'h', 'w'], conv(3, 3, 3));
    const { dims, layout } = modelInput(model, {}, NO_NAMES);
    assert.throws(
      () => networkGraph(model, { logits: 'out', inputDims: dims, layout }),
      /leaves the size of its input image open \(3 × h × w\).*"size": \[height, width\]/,
    );
  });

  it('ask for channels where nothing tells them', () => {
    const model = built(['N', 'c', 'h', 'w'], (b) => b.op('GlobalAveragePool', ['image']));
    const { dims, layout } = modelInput(model, { size: [8, 8] }, NO_NAMES);
    assert.throws(
      () => networkGraph(model, { logits: 'out', inputDims: dims, layout }),
      /channels of its input.*open \(c × 8 × 8\)/,
    );
  });
});
