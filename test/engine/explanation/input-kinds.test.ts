import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { methods } from '../../../src/engine/attribution';
import { explain } from '../../../src/engine/explanation/explanation';
import { writeExplanation } from '../../../src/engine/explanation/explanation-files';
import { predict } from '../../../src/engine/explanation/prediction';
import { classScore } from '../../../src/engine/explanation/target';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { emptyModel, GraphBuilder } from '../../../src/engine/graph/builder';
import { readInput, type NetworkInput } from '../../../src/engine/image/input';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats, sizeOf, type FloatTensor } from '../../../src/engine/tensor/tensor';
import { niftiFile } from '../image/volume/nifti-file';
import { LensError } from '../../../src/protocol/error';

const noise = (dims: readonly number[], phase: number): FloatTensor =>
  floats(
    dims,
    Float32Array.from({ length: sizeOf(dims) }, (_, i) => Math.sin(1.3 * i + phase)),
  );

/** A model and an array for it, opened as a user does. */
async function opened(
  folder: string,
  shape: readonly (string | number)[],
  add: (b: GraphBuilder) => string,
  array: FloatTensor,
): Promise<{ model: OpenedModel; input: NetworkInput }> {
  const b = new GraphBuilder(emptyModel());
  b.input('x', 'float32', shape);
  b.output(add(b), 'scores');
  writeFileSync(join(folder, 'model.onnx'), encodeOnnxFile(b.build()));
  writeFileSync(join(folder, 'array.npy'), encodeNpy(array));
  const model = await openModel(await readModelFile(join(folder, 'model.onnx')), { device: 'cpu', threads: 1 });
  return { model, input: await readInput(join(folder, 'array.npy'), model.network.graph.inputDims, model.recipe) };
}

async function explained({ model, input }: Awaited<ReturnType<typeof opened>>, method: string, target: number) {
  const score = classScore(target, await predict(model, input));
  return explain(model, input, score, { method, params: {} });
}

describe('explaining what is no image', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lens-kinds-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives a flat vector a vector of attributions, in every file', async () => {
    const weights = noise([20, 3], 2);
    const network = await opened(
      folder,
      ['N', 20],
      (b) => b.op('MatMul', ['x', b.constant(weights)]),
      noise([1, 20], 1),
    );
    const { attribution, result } = await explained(network, 'gradient', 1);
    assert.deepEqual(attribution.map.dims, [1, 1, 20]);
    attribution.map.data.forEach((value, k) => assert.ok(Math.abs(value - weights.data[3 * k + 1]) < 1e-6));
    await writeExplanation(folder, result, attribution, network.input);
    await network.model.network.close();
  });

  const vector = (b: GraphBuilder) => b.op('MatMul', ['x', b.constant(noise([20, 3], 2))]);
  const volume = (b: GraphBuilder) => {
    const features = b.op('Relu', [b.op('Conv', ['x', b.constant(noise([4, 1, 3, 3, 3], 1))])]);
    return b.op('MatMul', [b.op('Flatten', [b.op('GlobalAveragePool', [features])]), b.constant(noise([4, 3], 2))]);
  };
  const kinds = [
    { name: 'a vector', shape: ['N', 20], add: vector, array: noise([1, 20], 1), dims: [1, 20] },
    { name: 'a volume', shape: ['N', 1, 6, 5, 4], add: volume, array: noise([1, 1, 6, 5, 4], 1), dims: [1, 6, 5, 4] },
  ] as const;
  for (const { name, shape, add, array, dims } of kinds) {
    it(`of ${name} every method makes a map or says in one sentence that it takes none`, async () => {
      const network = await opened(folder, shape, add, array);
      let made = 0;
      for (const { id, group } of methods) {
        try {
          const { result } = await explained(network, id, 0);
          // A map of a layer has the layer's own size.
          if (group !== 'layer') assert.equal(result.map.dims.slice(1).join(), dims.slice(1).join(), id);
          assert.ok(result.map.data.every(Number.isFinite), id);
          made++;
        } catch (error) {
          assert.ok(error instanceof LensError, `${id}: ${String(error)}`);
          assert.ok(
            ['invalid-argument', 'unsupported-model', 'wrong-shape', 'not-found'].includes(error.code),
            `${id}: ${error.message}`,
          );
          assert.doesNotMatch(error.message, /could not be run|cannot load/, id);
        }
      }
      assert.ok(made > 12, `only ${made} methods take it`);
      await network.model.network.close();
    });
  }

  it('writes the slices of a map of a NIfTI file, and how it looks along the depth', async () => {
    const network = await opened(folder, ['N', 1, 6, 5, 4], volume, noise([1, 1, 6, 5, 4], 1));
    const values = Float32Array.from({ length: 120 }, (_, i) => i);
    writeFileSync(join(folder, 'a.nii'), niftiFile({ lengths: [4, 5, 6], values }));
    const { network: inside, recipe } = network.model;
    const input = await readInput(join(folder, 'a.nii'), inside.graph.inputDims, recipe);
    const { attribution, result } = await explained({ ...network, input }, 'gradient', 0);
    const entry = await writeExplanation(folder, result, attribution, input);
    assert.equal(entry.projection, 'gradient.projection.png');
    const [sheet, along] = await Promise.all(
      [entry.image, entry.projection].map((name) => sharp(join(folder, name)).metadata()),
    );
    // Three columns and two rows of slices of 4 × 5.
    assert.ok(sheet.width >= 12 && sheet.height >= 10);
    assert.deepEqual([along.width, along.height], [4, 5]);
    await network.model.network.close();
  });

  it('says of methods with flat masks that the model takes volumes', async () => {
    const network = await opened(folder, ['N', 1, 6, 5, 4], volume, noise([1, 1, 6, 5, 4], 1));
    for (const method of ['sise', 'rise'])
      await assert.rejects(explained(network, method, 0), /the model takes volumes.*such as gradient/);
    await network.model.network.close();
  });

  it('makes CAMs of volumes at a layer of their own, enlarged along all three axes', async () => {
    const network = await opened(folder, ['N', 1, 6, 5, 4], volume, noise([1, 1, 6, 5, 4], 1));
    const { network: opening } = network.model;
    const layer = opening.graph.camLayer!;
    assert.deepEqual(opening.model.graph.values.get(layer)?.shape?.slice(1), [4, 4, 3, 2]);
    for (const method of methods.filter(({ group, id }) => group === 'cam' && id !== 'cam')) {
      const { attribution } = await explained(network, method.id, 0);
      assert.deepEqual(attribution.map.dims, [1, 1, 6, 5, 4], method.id);
      assert.deepEqual((attribution.details!.raw as FloatTensor).dims, [4, 3, 2], method.id);
      // Places beyond the middles of the first and the last cells repeat them.
      const { data } = attribution.map;
      assert.ok(Math.abs(data[0] - (attribution.details!.raw as FloatTensor).data[0]) < 1e-5, method.id);
      assert.ok(new Set(data).size > 20, method.id);
    }
    await network.model.network.close();
  });
});
