import assert from 'node:assert/strict';
import { BASELINE, IMAGE, maskedProgram } from '../../../../src/engine/attribution/masking/masking';
import { patchedModel } from '../../../../src/engine/attribution/masking/patch/patched-model';
import { patchedWindows } from '../../../../src/engine/attribution/masking/patch/patched-windows';
import { CLEAN } from '../../../../src/engine/attribution/masking/patch/patches';
import { windowFeeds, windowMask, type Window } from '../../../../src/engine/attribution/masking/window-mask';
import { occlusion } from '../../../../src/engine/attribution/perturbation/occlusion';
import { GraphBuilder } from '../../../../src/engine/graph/builder';
import { int, ints, text, type Attributes } from '../../../../src/engine/graph/model';
import { networkGraph } from '../../../../src/engine/model/network-graph';
import { Network } from '../../../../src/engine/session/network';
import { asFloats, type FloatTensor } from '../../../../src/engine/tensor/tensor';
import { explain, noise, surroundings } from '../perturbation/setup';

const [HEIGHT, WIDTH, CHANNELS] = [61, 70, 24];

type Body = (b: GraphBuilder, x: string) => string;

const weight = (b: GraphBuilder, dims: readonly number[], name: string): string => b.constant(noise(dims, name));

/** A convolution of the first channels with noise. */
function convolved(
  b: GraphBuilder,
  x: string,
  from: number,
  kernel: readonly number[],
  attributes: Attributes,
): string {
  const groups = attributes.group?.kind === 'int' ? attributes.group.value : 1;
  const key = kernel.join() + JSON.stringify(attributes);
  return b.op('Conv', [x, weight(b, [CHANNELS, from / groups, ...kernel], key), weight(b, [CHANNELS], `b${key}`)], {
    ...attributes,
  });
}

const stem = (b: GraphBuilder, x: string): string =>
  b.op('Relu', [convolved(b, x, 3, [3, 3], { pads: ints([1, 1, 1, 1]) })]);

function normalized(b: GraphBuilder, x: string): string {
  const spread = b.constant({ ...noise([CHANNELS], 'variance'), data: new Float32Array(CHANNELS).fill(0.7) });
  return b.op('BatchNormalization', [
    x,
    ...['scale', 'shift', 'mean'].map((name) => weight(b, [CHANNELS], name)),
    spread,
  ]);
}

const pooling = (kernel: number, stride: number, pad: number): Attributes => ({
  kernel_shape: ints([kernel, kernel]),
  strides: ints([stride, stride]),
  pads: ints([pad, pad, pad, pad]),
});

const BODIES: Readonly<Record<string, Body>> = {
  'convolutions that keep the size': (b, x) =>
    b.op('Relu', [convolved(b, stem(b, x), CHANNELS, [3, 5], { pads: ints([1, 2, 1, 2]) })]),
  'a stride, an even kernel and uneven padding': (b, x) =>
    b.op('Relu', [convolved(b, stem(b, x), CHANNELS, [4, 3], { strides: ints([2, 2]), pads: ints([1, 0, 2, 1]) })]),
  'a stride larger than the kernel': (b, x) =>
    b.op('Relu', [convolved(b, stem(b, x), CHANNELS, [1, 1], { strides: ints([2, 2]) })]),
  'groups and dilation': (b, x) =>
    b.op('Relu', [
      convolved(b, stem(b, x), CHANNELS, [3, 3], { group: int(4), dilations: ints([2, 3]), pads: ints([2, 3, 2, 3]) }),
    ]),
  'automatic padding': (b, x) =>
    convolved(b, stem(b, x), CHANNELS, [3, 3], { auto_pad: text('SAME_LOWER'), strides: ints([2, 2]) }),
  'overlapping max pooling of signed numbers': (b, x) =>
    b.op('MaxPool', [convolved(b, stem(b, x), CHANNELS, [3, 3], { pads: ints([1, 1, 1, 1]) })], pooling(3, 2, 1)),
  'max pooling that rounds up': (b, x) => b.op('MaxPool', [stem(b, x)], { ...pooling(3, 2, 0), ceil_mode: int(1) }),
  'average pooling': (b, x) => b.op('AveragePool', [stem(b, x)], pooling(2, 2, 0)),
  'average pooling with padding': (b, x) =>
    b.op('AveragePool', [stem(b, x)], { ...pooling(3, 2, 1), count_include_pad: int(1) }),
  'normalisation and a residual connection': (b, x) => {
    const first = normalized(b, stem(b, x));
    const second = normalized(b, convolved(b, first, CHANNELS, [3, 3], { pads: ints([1, 1, 1, 1]) }));
    return b.op('Relu', [b.op('Add', [second, first])]);
  },
  'a strided shortcut': (b, x) => {
    const first = stem(b, x);
    const main = convolved(b, first, CHANNELS, [3, 3], { pads: ints([1, 1, 1, 1]), strides: ints([2, 2]) });
    return b.op('Relu', [b.op('Add', [main, convolved(b, first, CHANNELS, [1, 1], { strides: ints([2, 2]) })])]);
  },
  'joined channels': (b, x) => {
    const first = stem(b, x);
    const joined = b.op('Concat', [first, convolved(b, first, CHANNELS, [3, 3], { pads: ints([1, 1, 1, 1]) })], {
      axis: int(1),
    });
    return convolved(b, joined, 2 * CHANNELS, [1, 1], {});
  },
  'channels weighed by their means': (b, x) => {
    const first = stem(b, x);
    return b.op('Mul', [first, b.op('Sigmoid', [b.op('GlobalAveragePool', [first])])]);
  },
  'numbers scaled before the first layer': (b, x) =>
    stem(b, b.op('Div', [b.op('Sub', [x, weight(b, [1, 3, 1, 1], 'mean')]), b.scalar(0.3)])),
};

function networkOf(body: Body): Network {
  const b = new GraphBuilder();
  b.input('x', 'float32', ['batch', 3, HEIGHT, WIDTH]);
  const deep = b.op('Relu', [body(b, 'x')]);
  const mean = b.op('Flatten', [b.op('GlobalAveragePool', [deep])], { axis: int(1) });
  b.op('Gemm', [mean, weight(b, [4, CHANNELS], 'head')], { transB: int(1) }, 'logits');
  b.output('logits', 'logits', 'float32', ['batch', 4]);
  return new Network(networkGraph(b.build(), { logits: 'logits', batched: true }), { device: 'cpu', threads: 1 });
}

/** Windows of 9 × 7 at uneven places, the first and last places among them. */
const WINDOWS: readonly Window[] = [0, 5, 11, 24, 52].flatMap((row) =>
  [0, 3, 17, 40, 66].map((column): Window => [
    [0, 3],
    [row, Math.min(row + 9, HEIGHT)],
    [column, Math.min(column + 7, WIDTH)],
  ]),
);

describe('a patched network', () => {
  const image = noise([1, 3, HEIGHT, WIDTH], 'image');
  const baseline = noise([1, 3, HEIGHT, WIDTH], 'baseline');
  const feeds = { [IMAGE]: image, [BASELINE]: baseline, ...windowFeeds(WINDOWS) };

  async function patched(network: Network, step: number): Promise<FloatTensor> {
    const model = patchedModel(network.graph, step, [8 + 9, 8 + 7]);
    const program = await network.program(`test:${step}`, () => model);
    const names = model.graph.inputs.map(({ name }) => name).filter((name) => name.startsWith(CLEAN));
    const { execution } = surroundings(network, image);
    const tensors = await network.tensorsOf(
      image,
      names.map((name) => name.slice(CLEAN.length)),
      execution,
    );
    const clean = Object.fromEntries(names.map((name, k) => [name, tensors[k]]));
    return asFloats((await program.session.run({ ...feeds, ...clean })).logits);
  }

  for (const [name, body] of Object.entries(BODIES)) {
    it(`says what the whole network says: ${name}`, async () => {
      const network = networkOf(body);
      const program = await maskedProgram(network, windowMask(false));
      const { data: whole } = asFloats((await program.session.run(feeds)).logits);
      for (const step of [1, 2, 4, 8]) {
        const { data: parts } = await patched(network, step);
        const peak = whole.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        const error = parts.reduce((most, value, i) => Math.max(most, Math.abs(value - whole[i])), 0);
        assert.ok(error < 2e-6 * peak, `step ${step}: ${error} of ${peak}`);
      }
      await network.close();
    });
  }

  it('costs a part of a pass per window, which occlusion spends', async () => {
    const network = networkOf(BODIES['normalisation and a residual connection']);
    const context = surroundings(network, image);
    await explain(occlusion, network, image, { ...context, params: { window: [3, 8, 8], strides: [3, 8, 8] } });
    const windows = 8 * 9;
    assert.ok(context.execution.spent.forward < 0.7 * windows, `${context.execution.spent.forward} u`);
    await network.close();
  });

  it('is not made of few windows, nor of windows of single channels', async () => {
    const network = networkOf(BODIES['convolutions that keep the size']);
    const context = { ...surroundings(network, image), params: {} };
    assert.equal(await patchedWindows(context, WINDOWS.slice(0, 8)), undefined);
    const single = [...WINDOWS, ...WINDOWS].map((window): Window => [[0, 1], window[1], window[2]]);
    assert.equal(await patchedWindows(context, single), undefined);
    await network.close();
  });
});
