import assert from 'node:assert/strict';
import { methods } from '../../../src/engine/attribution';
import { mapFaults } from '../../../src/engine/explanation/map-faults';
import { barriers, cuts } from '../../../src/engine/gradient/reach';
import { gradientRule } from '../../../src/engine/gradient/rules';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int, ints, text, type Model } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { networkGraph } from '../../../src/engine/model/network-graph';
import { Execution } from '../../../src/engine/session/execution';
import { Network } from '../../../src/engine/session/network';
import { floats, type ElementType } from '../../../src/engine/tensor/tensor';
import { explain, noise } from '../attribution/perturbation/setup';

type Type = 'float32' | 'uint8' | 'int32' | 'int64';
type Stem = (builder: GraphBuilder, pixels: string, type: Type) => string;

const SIDE = 6;
const NUMBER: Partial<Record<ElementType, number>> = { float32: 1, uint8: 2, int32: 6, int64: 7 };
const cast = (b: GraphBuilder, tensor: string, to: Type = 'float32'): string =>
  b.op('Cast', [tensor], { to: int(NUMBER[to]!) });

/** What a stem makes of the pixels, a convolution, the mean per channel and scores. */
function modelOf(type: Type, stem: Stem): Model {
  const builder = new GraphBuilder();
  builder.input('pixels', type, ['batch', 3, SIDE, SIDE]);
  const scaled = builder.op('Mul', [stem(builder, 'pixels', type), builder.scalar(1 / 128)]);
  const features = builder.op(
    'Gelu',
    [builder.op('Conv', [scaled, builder.constant(noise([8, 3, 3, 3], 'kernel'))])],
    {},
    'features',
  );
  const mean = builder.op('Flatten', [builder.op('GlobalAveragePool', [features])], { axis: int(1) });
  builder.op('Gemm', [mean, builder.constant(noise([4, 8], 'head'))], { transB: int(1) }, 'logits');
  builder.output('logits', 'logits', 'float32', ['batch', 4]);
  return withShapes(builder.build());
}

const networkOf = (model: Model): Network =>
  new Network(networkGraph(model, { logits: 'logits', camLayer: 'features' }), { device: 'cpu', threads: 1 });

/** Two thirds of the columns, by operators that move whole numbers about and at last make floats of them. */
const moved: Stem = (b, pixels) => {
  const turned = b.op('Transpose', [pixels], { perm: ints([0, 2, 3, 1]) });
  const cut = b.op('Slice', [turned, b.integers(1), b.integers(5), b.integers(2)]);
  const [left, right] = b.ops('Split', [cut, b.integers(1, 3)], { axis: int(2) }, 2);
  const padded = b.op('Pad', [b.op('Concat', [right, left], { axis: int(2) }), b.integers(0, 1, 0, 0, 0, 0, 1, 0)]);
  const flat = b.op('Reshape', [padded, b.integers(-1, 7, 15)]);
  return b.op('Transpose', [cast(b, b.op('Reshape', [flat, b.integers(-1, 7, 5, 3)]))], { perm: ints([0, 3, 1, 2]) });
};

const stems: Readonly<Record<string, { readonly types: readonly Type[]; readonly stem: Stem }>> = {
  'are cast': { types: ['uint8', 'int32', 'int64'], stem: (b, pixels) => cast(b, pixels) },
  'are moved about, then cast': { types: ['uint8', 'int32'], stem: moved },
  'are widened, centred and cast': {
    types: ['uint8', 'int32'],
    stem: (b, pixels, type) => {
      const wide: Type = type === 'float32' ? 'float32' : 'int32';
      const hundred = cast(b, b.integers(100), wide);
      return cast(b, b.op('Max', [b.op('Sub', [cast(b, pixels, wide), hundred]), cast(b, b.integers(-50), wide)]));
    },
  },
};

const few: Readonly<Record<string, object>> = { samples: { samples: 4 }, steps: { steps: 8 } };
const tried = methods.filter(({ group, id }) => ['gradient', 'relevance', 'cam'].includes(group) && id !== 'cam');

const image = noise([1, 3, SIDE, SIDE], 'pixels');
const pixels = { ...image, data: image.data.map((v) => Math.round(127.5 + 127 * v)) };

describe('a model for whole numbers', () => {
  for (const [name, { types, stem }] of Object.entries(stems)) {
    const plain = networkOf(modelOf('float32', stem));
    for (const type of types) {
      it(`has the scores and maps of the same model for floats where ${type} ${name}`, async () => {
        const model = modelOf(type, stem);
        const ends = [model, ['pixels'], ['logits'], gradientRule] as const;
        assert.deepEqual([...barriers(...ends), ...cuts(...ends)], [], 'gradients pass');
        const network = networkOf(model);
        const [scores, expected] = [
          await network.logits(pixels, new Execution()),
          await plain.logits(pixels, new Execution()),
        ];
        assert.deepEqual(scores.data, expected.data);
        for (const method of tried) {
          const params = Object.assign({}, ...method.params.map((p) => few[p.name] ?? {})) as Record<string, unknown>;
          const [got, want] = [
            await explain(method, network, pixels, { params }),
            await explain(method, plain, pixels, { params }),
          ];
          assert.ok(
            want.map.data.some((v) => v !== 0),
            `${method.id} is zero`,
          );
          assert.deepEqual(got.map.data, want.map.data, method.id);
        }
        await network.close();
      });
    }
  }

  it('rounds the numbers for an operator that insists on whole ones, and passes gradients as if it did not', async () => {
    const resized: Stem = (b, image) =>
      cast(b, b.op('Resize', [image, '', b.constant(floats([4], [1, 1, 2 / 3, 2 / 3]))], { mode: text('nearest') }));
    const [bytes, plain] = [networkOf(modelOf('uint8', resized)), networkOf(modelOf('float32', resized))];
    const gradient = methods.find(({ id }) => id === 'gradient')!;
    const [got, want] = [await explain(gradient, bytes, pixels), await explain(gradient, plain, pixels)];
    assert.ok(want.map.data.some((v) => v !== 0));
    assert.deepEqual(got.map.data, want.map.data);
    const off = { ...pixels, data: pixels.data.map((v, i) => (i % 2 ? v + 0.4 : Math.max(-300, v - 1000))) };
    const near = { ...pixels, data: pixels.data.map((v, i) => (i % 2 ? v : 0)) };
    const [rounded, exact] = [await bytes.logits(off, new Execution()), await bytes.logits(near, new Execution())];
    assert.deepEqual(rounded.data, exact.data);
  });
});

describe('a gradient that is cut', () => {
  it('names the operators at which every path ends', () => {
    const floored = modelOf('float32', (b, image) => b.op('Floor', [b.op('Mul', [image, b.scalar(2)])]));
    assert.deepEqual(
      cuts(floored, ['pixels'], ['logits'], gradientRule).map((node) => node.op),
      ['Floor'],
    );
    const halfCut = modelOf('float32', (b, image) => b.op('Add', [b.op('Floor', [image]), image]));
    assert.deepEqual(cuts(halfCut, ['pixels'], ['logits'], gradientRule), []);
    const cast2 = modelOf('float32', (b, image) => cast(b, cast(b, image, 'uint8')));
    assert.deepEqual(
      cuts(cast2, ['pixels'], ['logits'], gradientRule).map((node) => node.op),
      ['Cast'],
    );
  });

  it('is told of on the face of a map that is zero for it', async () => {
    const network = networkOf(modelOf('float32', (b, image) => b.op('Round', [image])));
    for (const id of ['gradient', 'integrated-gradients', 'lrp-composite', 'guided-backprop']) {
      const method = methods.find((m) => m.id === id)!;
      const [fault] = mapFaults(method, await explain(method, network, pixels, {}), network);
      assert.match(fault, /zero everywhere: no gradient passes Round \(\w+\) between the input and the scores/, id);
    }
    const deeplift = methods.find((m) => m.id === 'deeplift')!;
    const stepped = await explain(deeplift, network, pixels, {});
    assert.deepEqual(mapFaults(deeplift, stepped, network), [], 'DeepLIFT takes differences, which steps have');
    assert.ok(Math.abs(stepped.completeness!.sum - stepped.completeness!.expected) < 1e-3);
    const occlusion = methods.find((m) => m.id === 'occlusion')!;
    const params = { window: [3, 2, 2], strides: [3, 2, 2] };
    assert.deepEqual(mapFaults(occlusion, await explain(occlusion, network, pixels, { params }), network), []);
    await network.close();
  });

  it('does not ask for the gradient of what it cannot reach', () => {
    const model = modelOf('float32', (b, image) =>
      b.op('Add', [b.op('Mod', [b.op('Floor', [image]), b.scalar(2)], { fmod: int(1) }), image]),
    );
    assert.deepEqual(barriers(model, ['pixels'], ['logits'], gradientRule), []);
  });
});
