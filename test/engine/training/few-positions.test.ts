import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { ints, type Model } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { weightOf } from '../../../src/engine/graph/weight';
import { createSession } from '../../../src/engine/session/runtime';
import { floats } from '../../../src/engine/tensor/tensor';
import { withFewPositions } from '../../../src/engine/training/few-positions';
import { generator } from '../gradient/harness';

interface Form {
  readonly kernel: readonly number[];
  readonly image: readonly number[];
  readonly attributes?: Readonly<Record<string, readonly number[]>>;
  readonly biased?: boolean;
}

const random = generator(7);
const drawn = (...dims: number[]) =>
  floats(
    dims,
    Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => random() - 0.5),
  );

function convolution({ kernel, image, attributes = {}, biased }: Form): Model {
  const builder = new GraphBuilder();
  builder.input('x', 'float32', ['batch', ...image]);
  const weights = [builder.weight(weightOf(drawn(...kernel)), 'w')];
  if (biased) weights.push(builder.weight(weightOf(drawn(kernel[0])), 'b'));
  const lists = Object.entries(attributes).map(([name, value]) => [name, ints(value)] as const);
  builder.op('Conv', ['x', ...weights], Object.fromEntries(lists), 'y');
  builder.output('y', 'y', 'float32', []);
  return withShapes(builder.build());
}

const operators = ({ graph }: Model): string[] => graph.nodes.map(({ op }) => op);

async function run(model: Model, image: readonly number[]) {
  const session = await createSession(model, { device: 'cpu', threads: 1 });
  try {
    const x = floats(
      [3, ...image],
      Array.from({ length: 3 * image.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(1.3 * i)),
    );
    return (await session.run({ x }, ['y'])).y;
  } finally {
    await session.release();
  }
}

describe('convolutions with few positions, as they train', () => {
  const forms: Readonly<Record<string, Form>> = {
    'pads and a bias': {
      kernel: [96, 80, 3, 3],
      image: [80, 2, 2],
      attributes: { pads: [1, 1, 1, 1] },
      biased: true,
    },
    'strides and pads of different length': {
      kernel: [96, 80, 3, 3],
      image: [80, 4, 3],
      attributes: { pads: [1, 0, 0, 1], strides: [2, 2] },
    },
    dilation: {
      kernel: [128, 64, 3, 3],
      image: [64, 2, 3],
      attributes: { pads: [2, 2, 2, 2], dilations: [2, 3] },
    },
    'one axis': { kernel: [256, 128, 3], image: [128, 6], attributes: { strides: [2] } },
    'three axes': { kernel: [64, 48, 2, 3, 4], image: [48, 2, 4, 5] },
    'one tap': { kernel: [256, 256, 1, 1], image: [256, 2, 2] },
  };
  for (const [name, form] of Object.entries(forms))
    it(`are the same as one product: ${name}`, async () => {
      const model = convolution(form);
      const product = withFewPositions(model);
      assert.ok(!operators(product).includes('Conv'));
      const [expected, actual] = [await run(model, form.image), await run(product, form.image)];
      assert.deepEqual(actual.dims, expected.dims);
      const most = Math.max(...Array.from(expected.data as Float32Array, Math.abs));
      (expected.data as Float32Array).forEach((value, i) =>
        assert.ok(Math.abs(Number(actual.data[i]) - value) < 1e-5 * most, `${actual.data[i]} is not ${value} at ${i}`),
      );
    });

  it('leaves small kernels and many positions as they are', () => {
    const left: readonly Form[] = [
      { kernel: [8, 8, 3, 3], image: [8, 4, 4] },
      { kernel: [96, 80, 3, 3], image: [80, 9, 9] },
    ];
    for (const form of left) assert.deepEqual(operators(withFewPositions(convolution(form))), ['Conv']);
  });
});
