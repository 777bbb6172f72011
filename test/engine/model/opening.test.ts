import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { methods } from '../../../src/engine/attribution';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { describeModel } from '../../../src/engine/model/description';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, proved, type OpenedModel } from '../../../src/engine/model/opening';
import { Execution } from '../../../src/engine/session/execution';
import { Network } from '../../../src/engine/session/network';
import { ParametricNetwork } from '../../../src/engine/session/parametric-network';
import { LensError } from '../../../src/protocol/error';
import { explain, noise } from '../attribution/perturbation/setup';

const SIDE = 6;

/** A model whose batch its exporter calls free; what `bend` makes of the image may say otherwise. */
async function openedWith(
  folder: string,
  bend: (builder: GraphBuilder, image: string) => string,
): Promise<OpenedModel> {
  const builder = new GraphBuilder();
  const image = builder.input('image', 'float32', ['batch', 3, SIDE, SIDE]);
  const features = builder.op('Relu', [
    builder.op('Conv', [bend(builder, image), builder.constant(noise([8, 3, 3, 3], 'kernel'))]),
  ]);
  const mean = builder.op('Flatten', [builder.op('GlobalAveragePool', [features])]);
  builder.output(builder.op('MatMul', [mean, builder.constant(noise([8, 4], 'head'))]), 'scores', 'float32', [
    'batch',
    4,
  ]);
  const path = join(folder, 'model.onnx');
  writeFileSync(path, encodeOnnxFile(builder.build()));
  return openModel(await readModelFile(path), { device: 'cpu', threads: 1 });
}

describe('a batch that the exporter calls free', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-opening-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const occlusion = methods.find(({ id }) => id === 'occlusion')!;
  const params = { window: [3, 2, 2], strides: [3, 2, 2] };

  it('is used where images do not depend on each other', async () => {
    const { network, warnings } = await proved(await openedWith(folder, (_, image) => image));
    assert.deepEqual([network.graph.batched, warnings], [true, []]);
    await network.close();
  });

  it('is not where a stored grid serves one image alone, and maps are made one by one', async () => {
    const points = Array.from({ length: 2 * SIDE * SIDE }, (_, i) => {
      const [row, column] = [Math.floor(i / 2 / SIDE), Math.floor(i / 2) % SIDE];
      return (2 * ((i % 2 ? row : column) + 0.5)) / SIDE - 1;
    });
    const grid = { type: 'float32' as const, dims: [1, SIDE, SIDE, 2], data: Float32Array.from(points) };
    const opened = await openedWith(folder, (b, image) => b.op('GridSample', [image, b.constant(grid)]));
    const { network } = opened;
    assert.equal(await network.isBatched(), false);
    // With values of other inputs in their places it is the same graph.
    assert.equal(await new ParametricNetwork(network, {}).isBatched(), false);
    const plain = await openedWith(folder, (_, image) => image);
    const input = noise([1, 3, SIDE, SIDE], 'image');
    const [got, expected] = [
      await explain(occlusion, network, input, { params }),
      await explain(occlusion, plain.network, input, { params }),
    ];
    expected.map.data.forEach((value, i) => assert.ok(Math.abs(got.map.data[i] - value) < 1e-4, `${i}`));
    assert.ok(expected.map.data.some((value) => Math.abs(value) > 0.01));
    await plain.network.close();
    const known = await proved(opened);
    assert.equal(known.network.graph.batched, false);
    assert.match(known.warnings[0], /one by one/);
    await known.network.close();
  });

  it('is not proved before several images are to be run', async () => {
    let proofs = 0;
    const { network } = await openedWith(folder, (_, image) => image);
    const counted = new Network(network.graph, network.runtime, async () => ++proofs > 0);
    const input = noise([1, 3, SIDE, SIDE], 'image');
    await counted.logits(input, new Execution());
    await explain(
      methods.find(({ id }) => id === 'gradient')!,
      counted,
      input,
    );
    assert.equal(proofs, 0);
    await explain(occlusion, counted, input, { params });
    await explain(
      methods.find(({ id }) => id === 'integrated-gradients')!,
      counted,
      input,
    );
    assert.equal(proofs, 1);
    await counted.close();
    await network.close();
  });

  it('is not where images are compared with each other', async () => {
    const { network } = await openedWith(folder, (b, image) =>
      b.op('Sub', [image, b.op('ReduceMean', [image, b.integers(0)])]),
    );
    assert.equal(await network.isBatched(), false);
    const [scores] = [await network.logits(noise([1, 3, SIDE, SIDE], 'image'), new Execution())];
    assert.ok(scores.data.every((value) => value === 0));
    await network.close();
  });
});

describe('a model with operators nobody knows', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-unknown-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const method = (id: string) => methods.find((m) => m.id === id)!;
  const saying = (words: RegExp) => (error: unknown) => error instanceof LensError && words.test(error.message);

  it('runs where ONNX Runtime runs it, and names the one that stops gradients and hides layers', async () => {
    const builder = new GraphBuilder();
    builder.input('image', 'float32', ['batch', 3, SIDE, SIDE]);
    const conv = builder.op('Conv', ['image', builder.constant(noise([8, 3, 3, 3], 'kernel'))]);
    const mean = builder.op('Flatten', [builder.op('GlobalAveragePool', [builder.op('Relu', [conv])])]);
    builder.output(builder.op('MatMul', [mean, builder.constant(noise([8, 4], 'head'))]), 'scores');
    const path = join(folder, 'blocked.onnx');
    // As ONNX Runtime saves models by default: in the blocks of one kind of CPU.
    const session = await ort.InferenceSession.create(encodeOnnxFile(builder.build()), {
      graphOptimizationLevel: 'all',
      optimizedModelFilePath: path,
      logSeverityLevel: 4,
    });
    await session.release();
    const file = await readModelFile(path);
    const { network, camLayer } = await openModel(file, { device: 'cpu', threads: 1 });
    assert.equal(camLayer, null);
    const input = noise([1, 3, SIDE, SIDE], 'image');
    const { map } = await explain(method('occlusion'), network, input, {
      params: { window: [3, 2, 2], strides: [3, 2, 2] },
    });
    assert.ok(map.data.some((v) => v !== 0));
    await assert.rejects(
      explain(method('gradient'), network, input),
      saying(/arranged the model for one kind of CPU \(com\.microsoft\.nchwc\.\w+\).*ORT_ENABLE_EXTENDED/),
    );
    await assert.rejects(
      explain(method('grad-cam'), network, input),
      saying(/no layer can be chosen: .*one kind of CPU \(com\.microsoft\.nchwc\.\w+\)/),
    );
    const description = describeModel(file);
    assert.match(description.warnings.join(), /one kind of CPU \(com\.microsoft\.nchwc\.\w+\).*ORT_ENABLE_EXTENDED/);
    await network.close();
  });

  it('names a layer that can be chosen where the graph does not tell which', async () => {
    const builder = new GraphBuilder();
    builder.input('image', 'float32', ['batch', 3, SIDE, SIDE]);
    builder.op('Conv', ['image', builder.constant(noise([4, 3, 3, 3], 'kernel'))], {}, 'features');
    builder.output(builder.op('Flatten', [builder.op('GlobalMaxPool', ['features'])], {}, 'scores'), 'scores');
    const path = join(folder, 'places.onnx');
    writeFileSync(path, encodeOnnxFile(builder.build()));
    const { network } = await openModel(await readModelFile(path), { device: 'cpu', threads: 1 });
    const untold = new Network({ ...network.graph, camLayer: null }, { device: 'cpu', threads: 1 });
    await assert.rejects(
      explain(method('grad-cam'), untold, noise([1, 3, SIDE, SIDE], 'image')),
      saying(/does not tell which of its layers.*Choose a layer, such as features/),
    );
    await Promise.all([network.close(), untold.close()]);
  });

  it('says that no layer has extent only where none has', async () => {
    const builder = new GraphBuilder();
    builder.input('image', 'float32', ['batch', 3, SIDE, SIDE]);
    const flat = builder.op('Flatten', ['image']);
    builder.output(builder.op('MatMul', [flat, builder.constant(noise([3 * SIDE * SIDE, 4], 'head'))]), 'scores');
    const path = join(folder, 'dense.onnx');
    writeFileSync(path, encodeOnnxFile(builder.build()));
    const { network } = await openModel(await readModelFile(path), { device: 'cpu', threads: 1 });
    await assert.rejects(
      explain(method('grad-cam'), network, noise([1, 3, SIDE, SIDE], 'image')),
      saying(/no layer of the model has spatial extent/),
    );
    await network.close();
  });
});
