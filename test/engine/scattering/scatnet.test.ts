import assert from 'node:assert/strict';
import { differentiated, gradientName, OUTPUT_GRADIENT } from '../../../src/engine/attribution/derivation/derivative';
import { decodeOnnx } from '../../../src/engine/format/onnx/reader';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import type { Model } from '../../../src/engine/graph/model';
import { prepareModel } from '../../../src/engine/graph/preparation';
import { scatteringOptionsOf } from '../../../src/engine/scattering/metadata';
import { createSession } from '../../../src/engine/session/runtime';
import type { Session } from '../../../src/engine/session/session';
import { floats, type Tensor } from '../../../src/engine/tensor/tensor';
import { scatnet } from '../../../src/engine/training/networks/scatnet';

const CPU = { device: 'cpu', threads: 1 } as const;
const OPTIONS = { height: 20, width: 24, channels: 2, J: 2, L: 4, maxOrder: 2 } as const;
const DIMS = [1, 2, 20, 24] as const;

const wave = (size: number, speed: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => Math.sin(speed * i) + 0.5 * Math.cos(0.11 * i * speed));

const scatNet = (): Model =>
  scatnet.build(
    { J: OPTIONS.J, L: OPTIONS.L, order: OPTIONS.maxOrder, positions: 2, hidden: [5], dropout: 0 },
    { inputDims: DIMS.slice(1), classes: 3, seed: 0 },
  ).model;

async function evaluate(model: Model): Promise<Map<string, Tensor>> {
  const session = await createSession(model, CPU);
  const results = await session.run({});
  await session.release();
  return new Map(Object.entries(results));
}

describe('ScatNet', () => {
  const image = floats(
    DIMS,
    wave(960, 0.21).map((v, i) => 0.5 + 0.3 * v + 0.1 * Math.sin(2.9 * i)),
  );
  let forward: Session;
  let backward: Session;
  before(async () => {
    const { model } = await prepareModel(scatNet(), evaluate);
    forward = await createSession(model, CPU);
    backward = await createSession(differentiated(model, 'logits', { wrt: ['input'] }), CPU);
  });
  after(async () => {
    await forward.release();
    await backward.release();
  });

  const logit = async (x: Float32Array): Promise<number> =>
    Number((await forward.run({ input: floats(DIMS, x) })).logits.data[1]);
  const gradient = async (x: Float32Array): Promise<Float32Array> => {
    const outputs = await backward.run({ input: floats(DIMS, x), [OUTPUT_GRADIENT]: floats([1, 3], [0, 1, 0]) });
    return outputs[gradientName('input')].data as Float32Array;
  };
  const moved = (x: Float32Array, by: number, direction: Float32Array): Float32Array =>
    x.map((v, i) => v + by * direction[i]);
  const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, v, i) => sum + v * b[i], 0);

  it('is one file that says how it scatters', () => {
    const bytes = encodeOnnxFile(scatNet());
    const read = decodeOnnx(bytes);
    assert.deepEqual(scatteringOptionsOf(read), OPTIONS);
    assert.ok(read.graph.nodes.some((node) => node.outputs.includes('scattering')));
    assert.ok(bytes.length < 300e3, `${bytes.length} bytes`);
  });

  it('has the gradient that finite differences of the forward pass show', async () => {
    const g = await gradient(image.data);
    const length = Math.sqrt(dot(g, g));
    const directions = [g.map((v) => v / length), wave(960, 3.1).map((v) => v / 30), wave(960, 0.7).map((v) => v / 30)];
    for (const direction of directions) {
      const h = 0.02;
      const at = (offset: number): Promise<number> => logit(moved(image.data, offset, direction));
      const [a, b, c, d] = [await at(h), await at(-h), await at(2 * h), await at(-2 * h)];
      const difference = (8 * (a - b) - (c - d)) / (12 * h);
      assert.ok(
        Math.abs(difference - dot(g, direction)) < 2e-3 * length,
        `${difference} and ${dot(g, direction)} of ${length}`,
      );
    }
  });

  it('has a finite gradient on a black and on a flat image, where every modulus is 0', async () => {
    for (const level of [0, 0.7]) {
      const g = await gradient(new Float32Array(960).fill(level));
      assert.ok(g.every(Number.isFinite));
      assert.ok(g.some((v) => v !== 0));
    }
  });

  it('is explained completely by integrated gradients', async () => {
    const steps = 400;
    let sum = 0;
    for (let k = 0; k < steps; k++) {
      // The midpoint rule; the path starts at black, where all moduli vanish together.
      sum += dot(await gradient(image.data.map((v) => (v * (k + 0.5)) / steps)), image.data) / steps;
    }
    const change = (await logit(image.data)) - (await logit(new Float32Array(960)));
    assert.ok(Math.abs(sum - change) < 2e-3 * Math.abs(change), `${sum} is not ${change}`);
  });
});
