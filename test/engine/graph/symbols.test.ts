import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int, ints, type Dimension } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { isStatic } from '../../../src/engine/graph/shapes/dimension';
import { integers } from '../../../src/engine/tensor/tensor';
import { noise } from './running';

describe('symbols', () => {
  const shapeOf = (
    build: (b: GraphBuilder, x: string) => string,
    shape: readonly Dimension[] = ['batch', 3, 8, 8],
  ): readonly Dimension[] | null => {
    const b = new GraphBuilder();
    b.output(build(b, b.input('x', 'float32', shape)), 'y');
    return withShapes(b.build()).graph.outputs[0].shape;
  };

  it('flow from Shape through Gather, Unsqueeze and Concat into Reshape', () => {
    const shape = shapeOf((b, x) => {
      const batch = b.op('Unsqueeze', [
        b.op('Gather', [b.op('Shape', [x]), b.constant(integers([0], []))]),
        b.integers(0),
      ]);
      return b.op('Reshape', [x, b.op('Concat', [batch, b.integers(-1)], { axis: int(0) })]);
    });
    assert.deepEqual(shape, ['batch', 192]);
  });

  it('flow through window partitions and back', () => {
    const shape = shapeOf((b, x) => {
      const windows = b.op('Reshape', [
        b.op('Transpose', [b.op('Reshape', [x, b.integers(0, 3, 2, 4, 2, 4)])], { perm: ints([0, 2, 4, 3, 5, 1]) }),
        b.integers(-1, 16, 3),
      ]);
      const length = b.op('Gather', [b.op('Shape', [windows]), b.constant(integers([0], []))]);
      const batch = b.op('Unsqueeze', [b.op('Div', [length, b.constant(integers([4], []))]), b.integers(0)]);
      return b.op('Reshape', [windows, b.op('Concat', [batch, b.integers(2, 2, 48)], { axis: int(0) })]);
    });
    assert.deepEqual(shape, ['batch', 2, 2, 48]);
  });

  it('flow through the Expand of a class token as exporters write it', () => {
    const shape = shapeOf((b, x) => {
      const wanted = b.op(
        'Concat',
        [b.op('Slice', [b.op('Shape', [x]), b.integers(0), b.integers(1), b.integers(0)]), b.integers(-1, -1)],
        { axis: int(0) },
      );
      const ones = b.op('ConstantOfShape', [b.integers(3)], {
        value: {
          kind: 'tensor',
          value: { type: 'int64', dims: [1], bytes: new Uint8Array(BigInt64Array.of(1n).buffer) },
        },
      });
      const free = b.op('Equal', [wanted, b.op('Mul', [ones, b.constant(integers([-1]))])]);
      return b.op('Expand', [b.constant(noise([1, 1, 16])), b.op('Where', [free, ones, wanted])]);
    });
    assert.deepEqual(shape, ['batch', 1, 16]);
  });

  it('keep height and width through same-size convolutions, and stay equal where branches meet', () => {
    const shape = shapeOf(
      (b, x) => {
        const same = b.op('Conv', [x, b.constant(noise([4, 3, 3, 3]))], { pads: ints([1, 1, 1, 1]) });
        const half = b.op('MaxPool', [same], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) });
        const other = b.op('AveragePool', [same], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) });
        return b.op('Concat', [b.op('Add', [half, other]), half], { axis: int(1) });
      },
      ['batch', 3, 'h', 'w'],
    );
    assert.deepEqual(shape, ['batch', 8, 'floor((h)/2)', 'floor((w)/2)']);
  });

  it('name unnamed input axes, and give way to shapes given by the caller', () => {
    const b = new GraphBuilder();
    b.input('my input', 'float32', [null, 3, null, -1]);
    b.describe({ name: 'y', type: 'float32', shape: [1, 3, 99, 99] });
    b.output(b.op('Relu', ['my input'], {}, 'y'));
    const model = b.build();
    assert.deepEqual(withShapes(model).graph.inputs[0].shape, ['batch', 3, 'my_input_2', 'my_input_3']);
    assert.deepEqual(withShapes(model, new Map([['my input', ['batch', 3, 5, 6]]])).graph.outputs[0].shape, [
      'batch',
      3,
      5,
      6,
    ]);
  });

  it('take what the exporter wrote where an operator is unknown', () => {
    const b = new GraphBuilder();
    b.input('x', 'float32', ['batch', 3]);
    b.describe({ name: 'z', type: 'float16', shape: ['batch', 7] });
    b.add({ name: '', op: 'Strange', domain: 'org.example', inputs: ['x'], outputs: ['z'], attributes: {} });
    b.output(b.op('Relu', ['z'], {}, 'y'), 'y', 'float16');
    const { graph } = withShapes(b.build());
    assert.deepEqual(graph.values.get('y'), { name: 'y', type: 'float16', shape: ['batch', 7] });
    assert.equal(isStatic(graph.values.get('y')!.shape), false);
  });
});
