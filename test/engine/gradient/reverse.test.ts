import assert from 'node:assert/strict';
import { barriers } from '../../../src/engine/gradient/reach';
import { gradientRule } from '../../../src/engine/gradient/rules';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int, ints, type Model } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { createSession } from '../../../src/engine/session/runtime';
import { floats, integers, type FloatTensor, type Tensor } from '../../../src/engine/tensor/tensor';
import { LensError } from '../../../src/protocol/error';
import { generator } from './harness';
import { reversed } from './reversed';

const random = generator(3);
const drawn = (...dims: number[]): FloatTensor =>
  floats(
    dims,
    Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => random() - 0.5),
  );

async function run(model: Model, feeds: Record<string, Tensor>): Promise<Record<string, Tensor>> {
  const session = await createSession(model, { device: 'cpu', threads: 1 });
  const results = await session.run(feeds);
  await session.release();
  return results;
}

const numbers = (tensor: Tensor): number[] => Array.from(tensor.data as Float32Array);

function assertClose(actual: Tensor, expected: readonly number[], tolerance: number): void {
  const peak = Math.max(...expected.map(Math.abs));
  numbers(actual).forEach((value, i) =>
    assert.ok(Math.abs(value - expected[i]) <= tolerance * peak, `[${i}]: ${value} instead of ${expected[i]}`),
  );
}

/** A graph of one input `x` and one output `y`. */
function graphOf(dims: readonly number[], make: (builder: GraphBuilder) => string): Model {
  const builder = new GraphBuilder();
  builder.input('x', 'float32', ['batch', ...dims]);
  const y = make(builder);
  builder.op('Identity', [y], {}, 'y');
  builder.output('y');
  return withShapes(builder.build());
}

describe('the reverse pass', () => {
  it('adds what several readers of a tensor send back', async () => {
    const model = graphOf([3], (b) => b.op('Add', [b.op('Mul', ['x', 'x']), b.op('Mul', ['x', b.scalar(3)])]));
    const { 'g:x': gradient } = await run(reversed(model, ['y'], ['x']), {
      x: floats([1, 3], [1, 2, -1]),
      'd:y': floats([1, 3], [1, 1, 2]),
    });
    assert.deepEqual(numbers(gradient), [5, 7, 2]);
  });

  it('gives zeros where no path leads from the target', async () => {
    const builder = new GraphBuilder();
    builder.input('x', 'float32', ['batch', 2]);
    builder.input('z', 'float32', ['batch', 2]);
    builder.op('Exp', ['x'], {}, 'y');
    builder.output('y');
    const { 'g:z': gradient } = await run(reversed(withShapes(builder.build()), ['y'], ['z']), {
      z: floats([1, 2], [4, 5]),
    });
    assert.deepEqual(numbers(gradient), [0, 0]);
  });

  it('names the operator that stops it, and only where the gradient must cross it', () => {
    const model = graphOf([4], (b) => b.op('Mul', [b.op('Swish', ['x']), b.scalar(2)]));
    assert.throws(
      () => reversed(model, ['y'], ['x']),
      (error) => error instanceof LensError && error.code === 'not-differentiable' && error.what.includes('Swish'),
    );
    assert.deepEqual(
      barriers(model, ['x'], ['y'], gradientRule).map((node) => node.op),
      ['Swish'],
    );
    const beside = graphOf([3], (b) => b.op('Where', [b.op('IsNaN', [b.op('Relu', ['x'])]), b.scalar(0), 'x']));
    assert.deepEqual(barriers(beside, ['x'], ['y'], gradientRule), []);
  });

  it('sends the gradient of a tied pooling window to its first maximum in row-major order', async () => {
    for (const [strides, pads] of [
      [
        [2, 2],
        [0, 0, 0, 0],
      ],
      [
        [1, 1],
        [0, 0, 0, 0],
      ],
      [
        [2, 2],
        [1, 1, 1, 1],
      ],
    ]) {
      const model = graphOf([1, 4, 4], (b) =>
        b.op('MaxPool', ['x'], { kernel_shape: ints([2, 2]), strides: ints(strides), pads: ints(pads) }),
      );
      const [, , height, width] = model.graph.values.get('y')!.shape as number[];
      const seed = floats(
        [2, 1, height, width],
        Array.from({ length: 2 * height * width }, (_, i) => i + 1),
      );
      const { 'g:x': gradient } = await run(reversed(model, ['y'], ['x']), { x: floats([2, 1, 4, 4]), 'd:y': seed });
      const expected = new Array<number>(32).fill(0);
      seed.data.forEach((value, i) => {
        const [row, column] = [Math.floor(i / width) % height, i % width];
        const first = (at: number, stride: number, pad: number): number => Math.max(0, at * stride - pad);
        expected[
          Math.floor(i / (height * width)) * 16 +
            first(row, strides[0], pads[0]) * 4 +
            first(column, strides[1], pads[1])
        ] += value;
      });
      assert.deepEqual(numbers(gradient), expected);
    }
  });

  it('shares the gradient among equal extrema', async () => {
    const model = graphOf([3], (b) => b.op('ReduceMax', ['x', b.integers(1)], { keepdims: int(0) }));
    const { 'g:x': gradient } = await run(reversed(model, ['y'], ['x']), {
      x: floats([1, 3], [2, 2, 1]),
      'd:y': floats([1], [6]),
    });
    assert.deepEqual(numbers(gradient), [3, 3, 0]);
  });

  it('adds a strided convolution and its strided shortcut, even and odd lengths', async () => {
    for (const side of [8, 7]) {
      const [wide, narrow] = [drawn(8, 8, 3, 3), drawn(8, 8, 1, 1)];
      const branch = (b: GraphBuilder, weight: FloatTensor, pad: number) =>
        b.op('Conv', ['x', b.constant(weight)], { strides: ints([2, 2]), pads: ints([pad, pad, pad, pad]) });
      const [x, seed] = [drawn(2, 8, side, side), drawn(2, 8, 4, 4)];
      const gradient = async (make: (b: GraphBuilder) => string) =>
        (await run(reversed(graphOf([8, side, side], make), ['y'], ['x']), { 'd:y': seed, x }))['g:x'];
      const both = await gradient((b) => b.op('Add', [branch(b, wide, 1), branch(b, narrow, 0)]));
      const [first, second] = [
        await gradient((b) => branch(b, wide, 1)),
        await gradient((b) => branch(b, narrow, 0)),
      ].map(numbers);
      assertClose(
        both,
        first.map((value, i) => value + second[i]),
        1e-6,
      );
    }
  });

  it('adds what was gathered several times without ScatterND, whose threads lose sums', async () => {
    const [rows, times] = [200, 1000];
    const places = Array.from({ length: times }, (_, i) => i % rows);
    for (const [op, dims] of [
      ['GatherND', [times, 1]],
      ['Gather', [times]],
    ] as const) {
      const builder = new GraphBuilder();
      builder.input('x', 'float32', [rows, 3]);
      builder.op(op, ['x', builder.constant(integers(places, dims))], {}, 'y');
      builder.output('y');
      const backward = reversed(withShapes(builder.build()), ['y'], ['x']);
      assert.ok(!backward.graph.nodes.some((node) => node.op === 'ScatterND'));
      const ones = floats([times, 3], new Float32Array(3 * times).fill(1));
      const { 'g:x': gradient } = await run(backward, { x: floats([rows, 3]), 'd:y': ones });
      assert.deepEqual(numbers(gradient), new Array<number>(3 * rows).fill(times / rows));
    }
  });

  it('works in half precision', async () => {
    const weights = [drawn(8, 3, 3, 3), drawn(4, 8 * 9)];
    const network = (half: boolean) =>
      graphOf([3, 6, 6], (b) => {
        const cast = (tensor: string, to: number) => (half ? b.op('Cast', [tensor], { to: int(to) }) : tensor);
        const [kernel, matrix] = weights.map((weight) => cast(b.constant(weight), 10));
        const pooled = b.op(
          'MaxPool',
          [b.op('Relu', [b.op('Conv', [cast('x', 10), kernel], { pads: ints([1, 1, 1, 1]) })])],
          { kernel_shape: ints([2, 2]), strides: ints([2, 2]) },
        );
        return cast(
          b.op('Softmax', [b.op('Gemm', [b.op('Flatten', [b.op('Sigmoid', [pooled])]), matrix], { transB: int(1) })], {
            axis: int(1),
          }),
          1,
        );
      });
    const feeds = { x: drawn(1, 3, 6, 6), 'd:y': drawn(1, 4) };
    const [half, single] = [
      await run(reversed(network(true), ['y'], ['x']), feeds),
      await run(reversed(network(false), ['y'], ['x']), feeds),
    ];
    assertClose(half['g:x'], numbers(single['g:x']), 0.02);
  });
});
