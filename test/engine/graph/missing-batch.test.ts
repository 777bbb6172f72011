import assert from 'node:assert/strict';
import { emptyModel, GraphBuilder } from '../../../src/engine/graph/builder';
import { ints, type Dimension, type Model } from '../../../src/engine/graph/model';
import { prepareModel } from '../../../src/engine/graph/preparation';
import { floats, integers, reshaped } from '../../../src/engine/tensor/tensor';
import { difference, evaluate, noise, run } from './running';

function built(shape: readonly Dimension[], add: (b: GraphBuilder) => string): Model {
  const b = new GraphBuilder(emptyModel());
  b.input('image', 'float32', shape);
  b.output(add(b), 'out');
  return b.build();
}

const weight = (b: GraphBuilder, ...dims: number[]): string => b.constant(noise(dims), 'weight');
const numbers = (b: GraphBuilder, ...values: number[]): string => b.constant(integers(values), 'numbers');
const conv = (b: GraphBuilder, x: string): string => b.op('Conv', [x, weight(b, 4, 3, 3, 3)]);
const inFront = (b: GraphBuilder, x = 'image'): string => b.op('Unsqueeze', [x, numbers(b, 0)]);

/** Graphs for one image, and the shape of an image. */
const single: Readonly<Record<string, [readonly Dimension[], readonly number[], (b: GraphBuilder) => string]>> = {
  'channels first': [[3, 8, 9], [3, 8, 9], (b) => conv(b, inFront(b))],
  'scaled before': [
    [3, 8, 9],
    [3, 8, 9],
    (b) => conv(b, inFront(b, b.op('Div', ['image', b.constant(floats([3, 1, 1], [2, 3, 4]))]))),
  ],
  'channels last': [
    [8, 9, 3],
    [8, 9, 3],
    (b) => conv(b, inFront(b, b.op('Transpose', ['image'], { perm: ints([2, 0, 1]) }))),
  ],
  'open size': [[3, 'h', 'w'], [3, 8, 9], (b) => conv(b, inFront(b))],
  'a plane as a row': [
    [8, 9],
    [8, 9],
    (b) => b.op('MatMul', [b.op('Reshape', ['image', numbers(b, 1, 72)]), weight(b, 72, 4)]),
  ],
  'a vector': [[12], [12], (b) => b.op('MatMul', [inFront(b), weight(b, 12, 4)])],
};

/** Graphs whose first axis is that of the images. */
const several: Readonly<Record<string, [readonly Dimension[], (b: GraphBuilder) => string]>> = {
  'images without channels': [['N', 8, 9], (b) => b.op('MatMul', [b.op('Flatten', ['image']), weight(b, 72, 4)])],
  'a batch of three planes': [[3, 8, 9], (b) => b.op('MatMul', [b.op('Flatten', ['image']), weight(b, 72, 4)])],
  'channels as an axis in the middle': [
    [2, 8, 9],
    (b) => b.op('Conv', [b.op('Unsqueeze', ['image', numbers(b, 1)]), weight(b, 4, 1, 3, 3)]),
  ],
  'one image': [[1, 3, 8, 9], (b) => conv(b, 'image')],
};

describe('graphs without an axis of images', () => {
  for (const [name, [shape, dims, add]] of Object.entries(single))
    it(`${name}: gains the axis, with the same results`, async () => {
      const model = built(shape, add);
      const prepared = await prepareModel(model, evaluate);
      const [input] = prepared.model.graph.inputs;
      assert.equal(input.name, 'image');
      assert.deepEqual(input.shape, [1, ...shape]);
      assert.equal(prepared.batched, false);
      assert.match(prepared.reason!, /no axis of images/);
      const image = noise(dims);
      const [was, is] = [
        await run(model, { image }),
        await run(prepared.model, { image: reshaped(image, [1, ...dims]) }),
      ];
      assert.ok(difference(is.get('out'), was.get('out')!) < 1e-6);
    });
  for (const [name, [shape, add]] of Object.entries(several))
    it(`${name}: keeps its axes`, async () => {
      const { model } = await prepareModel(built(shape, add), evaluate);
      assert.equal(model.graph.inputs[0].shape!.length, shape.length);
      assert.ok(!model.graph.nodes.some(({ op }) => op === 'Squeeze'));
    });
});
