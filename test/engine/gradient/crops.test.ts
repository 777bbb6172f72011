import assert from 'node:assert/strict';
import { reverse } from '../../../src/engine/gradient/reverse';
import type { RuleLookup } from '../../../src/engine/gradient/rule';
import { gradientRule } from '../../../src/engine/gradient/rules';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int, ints, type Model } from '../../../src/engine/graph/model';
import { pruned } from '../../../src/engine/graph/rewriting';
import { withShapes } from '../../../src/engine/graph/shapes';
import { createSession } from '../../../src/engine/session/runtime';
import { floats, integers, sizeOf, type FloatTensor, type Tensor } from '../../../src/engine/tensor/tensor';
import { generator } from './harness';

const [HEIGHT, WIDTH] = [12, 10];
const NUMBERS = 16;

/** A head of two branches on features of 8 channels, and its numbers at places that are an input. */
function head(): Model {
  const random = generator(3);
  const builder = new GraphBuilder();
  const convolution = (x: string, [to, from, kernel]: readonly [number, number, number], stride = 1): string => {
    const dims = [to, from, kernel, kernel];
    const weights = Float32Array.from({ length: sizeOf(dims) }, () => (random() - 0.5) / Math.sqrt(from));
    const bias = Float32Array.from({ length: to }, () => random() - 0.5);
    return builder.op('Conv', [x, builder.constant(floats(dims, weights)), builder.constant(floats([to], bias))], {
      strides: ints([stride, stride]),
      pads: ints(new Array<number>(4).fill(kernel >> 1)),
    });
  };
  const silu = (x: string): string => builder.op('Mul', [x, builder.op('Sigmoid', [x])]);
  builder.input('image', 'float32', ['batch', 3, 2 * HEIGHT, 2 * WIDTH]);
  builder.input('places', 'int64', [2]);
  const features = silu(convolution('image', [8, 3, 3], 2));
  const branches = [
    convolution(silu(convolution(silu(convolution(features, [8, 8, 3])), [8, 8, 3])), [NUMBERS - 4, 8, 1]),
    convolution(builder.op('LeakyRelu', [convolution(features, [8, 8, 3])]), [4, 8, 1]),
  ];
  const all = builder.op('Concat', branches, { axis: int(1) });
  const rows = builder.op('Reshape', [builder.op('Sigmoid', [all]), builder.integers(0, NUMBERS, -1)]);
  builder.output(builder.op('Gather', [rows, 'places'], { axis: int(2) }, 'scores'), 'scores', 'float32', [
    'batch',
    NUMBERS,
    2,
  ]);
  return withShapes(builder.build());
}

/** The ordinary rules, which take whole gradients only. */
const plainRule: RuleLookup = (node) => {
  const rule = gradientRule(node);
  return (
    rule && { ops: rule.ops, backward: (context) => rule.backward(context), ...(rule.cuts && { cuts: rule.cuts }) }
  );
};

function backward(model: Model, rules: RuleLookup): Model {
  const builder = new GraphBuilder(model, 'back/');
  builder.input('d:scores', 'float32', ['batch', NUMBERS, 2]);
  const gradients = reverse(builder, {
    outputGradients: new Map([['scores', 'd:scores']]),
    targets: ['image'],
    rules,
  });
  builder.clearOutputs();
  builder.output(gradients.get('image')!, 'gradient');
  return withShapes(pruned(builder.build()));
}

async function gradient(model: Model, rules: RuleLookup, feeds: Record<string, Tensor>): Promise<FloatTensor> {
  const session = await createSession(backward(model, rules), { device: 'cpu', threads: 1 });
  const { gradient: found } = await session.run(feeds);
  await session.release();
  return found as FloatTensor;
}

const at = (row: number, column: number): number => row * WIDTH + column;

describe('gradients of a dense head', () => {
  const model = head();
  const random = generator(5);
  const image = floats(
    [2, 3, 2 * HEIGHT, 2 * WIDTH],
    Float32Array.from({ length: 2 * 3 * 4 * HEIGHT * WIDTH }, () => 2 * random() - 1),
  );
  const slopes = (): FloatTensor =>
    floats(
      [2, NUMBERS, 2],
      Float32Array.from({ length: 2 * NUMBERS * 2 }, () => random() - 0.5),
    );

  for (const [where, places] of [
    ['in the middle', [at(5, 4), at(5, 4)]],
    ['in the first corner', [at(0, 0), at(0, 0)]],
    ['in the last corner', [at(HEIGHT - 1, WIDTH - 1), at(HEIGHT - 1, WIDTH - 2)]],
    ['far apart', [at(0, WIDTH - 1), at(HEIGHT - 1, 0)]],
  ] as const) {
    it(`of places ${where} are those of the whole head`, async () => {
      const feeds = { image, places: integers([...places]), 'd:scores': slopes() };
      const [part, whole] = [await gradient(model, gradientRule, feeds), await gradient(model, plainRule, feeds)];
      assert.deepEqual(part.dims, image.dims);
      const peak = whole.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      assert.ok(peak > 1e-3);
      const error = part.data.reduce((most, value, k) => Math.max(most, Math.abs(value - whole.data[k])), 0);
      assert.ok(error < 2e-6 * peak, `${error} of ${peak}`);
    });
  }

  it('are zero where nothing is asked for, and not a number where that is asked for', async () => {
    const places = integers([at(3, 3), at(4, 4)]);
    const zero = floats([2, NUMBERS, 2], new Float32Array(2 * NUMBERS * 2));
    const none = await gradient(model, gradientRule, { image, places, 'd:scores': zero });
    assert.ok(none.data.every((value) => value === 0));
    const wrong = slopes();
    wrong.data[5] = NaN;
    const faulty = await gradient(model, gradientRule, { image, places, 'd:scores': wrong });
    assert.ok(faulty.data.some(Number.isNaN));
  });

  it('are computed on few places only', () => {
    const reached = (rules: RuleLookup) =>
      backward(model, rules).graph.nodes.filter(({ op }) => op === 'ArgMax' || op === 'Range').length;
    assert.equal(reached(plainRule), 0);
    assert.ok(reached(gradientRule) > 0);
  });
});
