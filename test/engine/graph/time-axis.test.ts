import assert from 'node:assert/strict';
import { emptyModel, GraphBuilder } from '../../../src/engine/graph/builder';
import { int, ints, type Dimension } from '../../../src/engine/graph/model';
import { prepareWithoutRunning } from '../../../src/engine/graph/preparation';
import { NO_NAMES } from '../../../src/engine/label/class-names';
import { modelInput } from '../../../src/engine/model/model-input';
import { networkGraph } from '../../../src/engine/model/network-graph';
import type { Recipe } from '../../../src/protocol/recipe';
import { noise } from './running';

const HIDDEN = 2;

/** The last state of a recurrent operator over [steps, batch, values] (`layout` 1: [batch, steps, values]). */
function lastState(b: GraphBuilder, steps: string, values: number, op = 'GRU', layout = 0): string {
  const gates = { GRU: 3, LSTM: 4, RNN: 1 }[op]!;
  const weights = [noise([1, gates * HIDDEN, values]), noise([1, gates * HIDDEN, HIDDEN])].map((w) => b.constant(w));
  const attributes = { hidden_size: int(HIDDEN), ...(layout && { layout: int(layout) }) };
  const [, last] = b.ops(op, [steps, ...weights], attributes, 2);
  return b.op('Squeeze', [last, b.integers(layout ? 1 : 0)]);
}

function read(shape: readonly Dimension[], add: (b: GraphBuilder) => string, given: Recipe = {}) {
  const b = new GraphBuilder(emptyModel());
  b.input('x', 'float32', shape);
  b.output(add(b), 'out');
  const model = prepareWithoutRunning(b.build());
  const { dims, layout } = modelInput(model, given, NO_NAMES);
  return { dims, axis: networkGraph(model, { logits: 'out', inputDims: dims, layout }).timeAxis };
}

const turned = (b: GraphBuilder, x: string, ...perm: number[]): string => b.op('Transpose', [x], { perm: ints(perm) });

describe('the axis of time', () => {
  for (const op of ['GRU', 'LSTM', 'RNN'])
    it(`is that of the steps of a signal that ${op} reads, whatever their number`, () => {
      for (const [steps, values] of [
        [100, 6],
        [6, 100],
        [40, 3],
      ])
        assert.deepEqual(
          read(['N', steps, values], (b) => lastState(b, turned(b, 'x', 1, 0, 2), values, op)),
          { dims: [values, steps], axis: 1 },
          `${steps} steps of ${values}`,
        );
    });

  it('is that of a signal that is read batch first, or channels first', () => {
    assert.deepEqual(
      read(['N', 50, 4], (b) => lastState(b, 'x', 4, 'LSTM', 1)),
      { dims: [4, 50], axis: 1 },
    );
    assert.deepEqual(
      read(['N', 4, 50], (b) => lastState(b, turned(b, 'x', 2, 0, 1), 4)),
      { dims: [4, 50], axis: 1 },
    );
  });

  it('is that of the rows, or of the columns, of an image', () => {
    const rows = (b: GraphBuilder): string =>
      lastState(b, b.op('Reshape', [turned(b, 'x', 2, 0, 1, 3), b.integers(12, -1, 27)]), 27);
    assert.deepEqual(read(['N', 3, 12, 9], rows), { dims: [3, 12, 9], axis: 1 });
    const grey = (b: GraphBuilder): string => lastState(b, turned(b, 'x', 1, 0, 2), 28);
    assert.deepEqual(read(['N', 28, 28], grey), { dims: [1, 28, 28], axis: 1 });
    const columns = (b: GraphBuilder): string =>
      lastState(b, b.op('Reshape', [turned(b, 'x', 3, 0, 1, 2), b.integers(9, -1, 36)]), 36);
    assert.deepEqual(read(['N', 3, 12, 9], columns), { dims: [3, 12, 9], axis: 2 });
    const last = (b: GraphBuilder): string =>
      lastState(b, b.op('Reshape', [turned(b, 'x', 1, 0, 2, 3), b.integers(12, -1, 27)]), 27);
    assert.deepEqual(read(['N', 12, 9, 3], last, { layout: 'nhwc' }), { dims: [3, 12, 9], axis: 1 });
  });

  it('is followed through convolutions and pooling, as in a reader of written lines', () => {
    const reader = (b: GraphBuilder): string => {
      const features = b.op('Relu', [
        b.op('Conv', ['x', b.constant(noise([4, 1, 3, 3]))], { pads: ints([1, 1, 1, 1]) }),
      ]);
      const pooled = b.op('MaxPool', [features], { kernel_shape: ints([8, 2]), strides: ints([8, 2]) });
      return lastState(b, turned(b, b.op('Squeeze', [pooled, b.integers(2)]), 2, 0, 1), 4, 'LSTM');
    };
    assert.deepEqual(read(['N', 1, 8, 60], reader), { dims: [1, 8, 60], axis: 2 });
  });

  it('is the length of every signal, and nothing of images and vectors that are not read so', () => {
    const weighed = (count: number) => (b: GraphBuilder) =>
      b.op('MatMul', [b.op('Flatten', ['x']), b.constant(noise([count, 3]))]);
    const conv = (b: GraphBuilder): string =>
      b.op('GlobalAveragePool', [b.op('Conv', ['x', b.constant(noise([4, 2, 3]))])]);
    assert.equal(read(['N', 2, 40], (b) => b.op('Squeeze', [conv(b), b.integers(2)])).axis, 1);
    assert.equal(read(['N', 20], weighed(20)).axis, undefined);
    assert.equal(read(['N', 3, 8, 8], weighed(192)).axis, undefined);
  });
});
