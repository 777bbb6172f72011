import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../../src/engine/graph/builder';
import { int, ints, type Model } from '../../../../src/engine/graph/model';
import { withShapes } from '../../../../src/engine/graph/shapes';
import { floatsOf, weightOf } from '../../../../src/engine/graph/weight';
import { floats, sizeOf } from '../../../../src/engine/tensor/tensor';
import { freshWeights } from '../../../../src/engine/training/workspace/fresh-weights';
import { learnedWeights } from '../../../../src/engine/training/workspace/learned-weights';

const stored = (builder: GraphBuilder, name: string, ...dims: number[]): string =>
  builder.weight(weightOf(floats(dims, new Float32Array(sizeOf(dims)).fill(0.5))), name);

/** Prepares an image, convolves it, turns a stored matrix, and ends in a formula. */
function model(): Model {
  const b = new GraphBuilder();
  b.input('image', 'float32', ['batch', 3, 8, 8]);
  const centred = b.op('Sub', ['image', stored(b, 'means', 1, 3, 1, 1)]);
  const scaled = b.op('Div', [centred, stored(b, 'deviations', 1, 3, 1, 1)]);
  const conv = b.op('Conv', [scaled, stored(b, 'kernel', 16, 3, 3, 3)], { kernel_shape: ints([3, 3]) });
  const bias = b.op('Add', [conv, stored(b, 'bias', 16, 1, 1)]);
  const norm = b.op('BatchNormalization', [
    bias,
    ...['scale', 'shift', 'mean', 'variance'].map((n) => stored(b, n, 16)),
  ]);
  const flat = b.op('Flatten', [b.op('GlobalAveragePool', [b.op('Relu', [norm])])]);
  const halved = b.op('Mul', [flat, b.scalar(0.5)]);
  const turned = b.op('Transpose', [stored(b, 'matrix', 4, 16)], { perm: ints([1, 0]) });
  b.output(b.op('MatMul', [halved, turned]), 'logits');
  return withShapes(b.build());
}

describe('what a model learns', () => {
  it('is what its layers weigh and add, and neither what prepares an image nor a number of a formula', () => {
    const names = learnedWeights(model()).map(({ name }) => name);
    assert.deepEqual(names, ['kernel', 'bias', 'scale', 'shift', 'matrix']);
  });

  it('is read in the shape in which the layer takes it', () => {
    const matrix = learnedWeights(model()).find(({ name }) => name === 'matrix')!;
    assert.deepEqual([matrix.node.op, matrix.dims], ['MatMul', [16, 4]]);
  });

  it('counts the matrices of a recurrent layer and the vectors of a table', () => {
    const b = new GraphBuilder();
    b.input('words', 'int64', ['batch', 5]);
    const table = b.op('Gather', [stored(b, 'table', 20, 6), 'words'], { axis: int(0) });
    const steps = b.op('Transpose', [table], { perm: ints([1, 0, 2]) });
    const weights = [stored(b, 'W', 1, 12, 6), stored(b, 'R', 1, 12, 3), stored(b, 'B', 1, 24)];
    const [, last] = b.ops('LSTM', [steps, ...weights], { hidden_size: int(3) }, 2);
    b.output(last, 'state');
    const names = learnedWeights(withShapes(b.build())).map(({ name }) => name);
    assert.deepEqual(names, ['table', 'W', 'R', 'B']);
  });

  describe('and begins afresh', () => {
    const fresh = (seed: number) => freshWeights(model(), learnedWeights(model()), seed);
    const deviation = (name: string): number => {
      const { data } = floatsOf(fresh(1).get(name)!);
      return Math.sqrt(data.reduce((sum, v) => sum + v * v, 0) / data.length);
    };

    it('with kernels of the deviation that keeps the numbers behind them at their size', () => {
      // An activation follows the convolution behind its bias and its normalisation, none the last matrix.
      assert.ok(Math.abs(deviation('kernel') / Math.sqrt(2 / 27) - 1) < 0.1, String(deviation('kernel')));
      assert.ok(Math.abs(deviation('matrix') / Math.sqrt(1 / 16) - 1) < 0.25, String(deviation('matrix')));
    });

    it('with shifts of zero, scales of one and the statistics of nothing', () => {
      const values = ['bias', 'scale', 'shift', 'mean', 'variance'].map(
        (name) => floatsOf(fresh(1).get(name)!).data[0],
      );
      assert.deepEqual(values, [0, 1, 0, 0, 1]);
    });

    it('with the same numbers for a seed, and leaves what prepares an image', () => {
      assert.deepEqual(fresh(1).get('kernel'), fresh(1).get('kernel'));
      assert.notDeepEqual(fresh(1).get('kernel'), fresh(2).get('kernel'));
      assert.equal(fresh(1).has('means'), false);
    });
  });
});
