import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain } from '../../../src/engine/explanation/explanation';
import { nearestImages } from '../../../src/engine/explanation/nearest-images';
import { predict } from '../../../src/engine/explanation/prediction';
import { requestedTarget } from '../../../src/engine/explanation/target';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { readArray } from '../../../src/engine/image/array';
import { readInput, type NetworkInput } from '../../../src/engine/image/input';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { Execution } from '../../../src/engine/session/execution';
import { scoresOf } from '../../../src/engine/session/score';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { asFloats } from '../../../src/engine/tensor/tensor';
import type { TargetRequest } from '../../../src/protocol/explain';
import { LensError } from '../../../src/protocol/error';
import { noise } from '../graph/running';

const DIMS = [1, 3, 6, 6];
const SCORES = 5;

describe('a target made of all scores', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-vector-'))));
  after(() => rmSync(folder, { recursive: true }));

  /** A model that ends in an operator, and an image of it. */
  async function opened(name: string, last: string): Promise<{ model: OpenedModel; input: NetworkInput }> {
    const builder = new GraphBuilder();
    const flat = builder.op('Flatten', [builder.input('x', 'float32', ['batch', ...DIMS.slice(1)])]);
    const bent = builder.op('Tanh', [builder.op('MatMul', [flat, builder.constant(noise([108, SCORES], 3), 'w')])]);
    builder.output(builder.op(last, [bent], {}, name), name, 'float32', ['batch', SCORES]);
    const file = join(folder, `${name}.onnx`);
    writeFileSync(file, encodeOnnxFile(builder.build()));
    const model = await openModel(await readModelFile(file), { device: 'cpu', threads: 1 });
    return { model, input: await image(model, 5) };
  }

  function image({ network, recipe }: OpenedModel, seed: number): Promise<NetworkInput> {
    const file = join(folder, `${seed}.npy`);
    writeFileSync(file, encodeNpy(noise(DIMS, seed)));
    return readInput(file, network.graph.inputDims, recipe);
  }

  /** The number that a request explains, and how far the attributions of a path add up to its change. */
  async function asked({ model, input }: { model: OpenedModel; input: NetworkInput }, request: TargetRequest) {
    const target = await requestedTarget(model, input, request, await predict(model, input));
    const { network } = target.model;
    const value = scoresOf(await network.logitsOf(input.tensor, new Execution()), target.score)[0];
    const method = { method: 'integrated-gradients', params: { steps: 64, baseline: 'mean' } };
    const { completeness } = (await explain(target.model, input, target.score, method)).result;
    return { value, residual: completeness!.residual, network };
  }

  const rowOf = async ({ network }: OpenedModel, { tensor }: NetworkInput): Promise<number[]> =>
    Array.from((await network.logits(tensor, new Execution())).data);
  const cosine = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, v, k) => sum + v * b[k], 0) / (Math.hypot(...a) * Math.hypot(...b));
  const near = (got: number, expected: number): void =>
    assert.ok(Math.abs(got - expected) < 1e-5, `${got} in place of ${expected}`);

  it('is the sum of the logits of several labels', async () => {
    const both = await opened('tags', 'Sigmoid');
    assert.equal(both.model.task.id, 'multi-label');
    const row = await rowOf(both.model, both.input);
    for (const group of [[1, 3], ['class 0', 'class 2', 'class 4'], [2]]) {
      const { value, residual } = await asked(both, { group });
      const indices = group.map((one) => Number(String(one).replace('class ', '')));
      near(
        value,
        indices.reduce((sum, index) => sum + row[index], 0),
      );
      assert.ok(Math.abs(residual) < 1e-2);
    }
    await both.model.network.close();
  });

  it('is the difference of two logits, whose probability is the share of the first', async () => {
    const both = await opened('classes', 'Softmax');
    const row = await rowOf(both.model, both.input);
    for (const request of [{ target: 'class 3-class 1' }, { target: '3−1' }, { target: 3, against: 1 }]) {
      const { value, residual } = await asked(both, request);
      near(value, row[3] - row[1]);
      assert.ok(Math.abs(residual) < 1e-2);
    }
    const { value } = await asked(both, { group: [0, 3], against: 1 });
    near(value, row[0] + row[3] - row[1]);
    const target = await requestedTarget(
      both.model,
      both.input,
      { target: '3-1' },
      await predict(both.model, both.input),
    );
    const logits = await target.model.network.logitsOf(both.input.tensor, new Execution());
    near(scoresOf(logits, { ...target.score, kind: 'probability' })[0], 1 / (1 + Math.exp(row[1] - row[3])));
    await both.model.network.close();
  });

  it('makes of the difference the map that two maps have', async () => {
    const both = await opened('maps', 'Softmax');
    const predicted = await predict(both.model, both.input);
    for (const method of ['gradient', 'occlusion', 'input-x-gradient']) {
      const [difference, first, second] = await Promise.all(
        [{ target: '2-4' }, { target: 2 }, { target: 4 }].map(async (request) => {
          const { model, score } = await requestedTarget(both.model, both.input, request, predicted);
          return (await explain(model, both.input, score, { method, params: {} })).result.map.data;
        }),
      );
      difference.forEach((value, k) => near(value, first[k] - second[k]));
    }
    await both.model.network.close();
  });

  it('is the mean cosine to references, or 1 less that', async () => {
    const both = await opened('embedding', 'Identity');
    assert.equal(both.model.task.id, 'embedding');
    const row = await rowOf(both.model, both.input);
    const others = await Promise.all([8, 9].map((seed) => image(both.model, seed)));
    const files = [8, 9].map((seed) => join(folder, `${seed}.npy`));
    const cosines = await Promise.all(others.map(async (other) => cosine(row, await rowOf(both.model, other))));
    const single = await asked(both, { references: { files: files.slice(0, 1), measure: 'similarity' } });
    near(single.value, cosines[0]);
    const mean = await asked(both, { references: { files, measure: 'distance' } });
    near(mean.value, 1 - (cosines[0] + cosines[1]) / 2);
    assert.ok(Math.abs(single.residual) < 1e-2 && Math.abs(mean.residual) < 1e-2);
    await both.model.network.close();
  });

  it('finds the nearest images of a folder, by the cosine of their embeddings', async () => {
    const both = await opened('embedding', 'Identity');
    const { model } = both;
    const found = join(folder, 'near');
    mkdirSync(join(found, 'deep'), { recursive: true });
    const cosines = new Map<string, number>();
    const row = await rowOf(model, both.input);
    for (const name of ['a.npy', 'b.npy', 'deep/c.npy', 'd.npy']) {
      const tensor = noise(DIMS, name.charCodeAt(0) + name.length);
      writeFileSync(join(found, name), encodeNpy(tensor));
      cosines.set(
        join(found, name),
        cosine(row, Array.from((await model.network.logits(tensor, new Execution())).data)),
      );
    }
    writeFileSync(join(found, 'broken.png'), 'no image');
    const own = join(found, 'own.npy');
    writeFileSync(own, encodeNpy(both.input.tensor));
    const nearest = await nearestImages(model, { input: own, folder: found, count: 3 });
    assert.equal(nearest.compared, 4);
    assert.deepEqual(
      nearest.leftOut.map(({ name }) => name),
      [join(found, 'broken.png')],
    );
    const expected = [...cosines].sort(([, a], [, b]) => b - a).slice(0, 3);
    assert.deepEqual(
      nearest.images.map(({ path }) => path),
      expected.map(([path]) => path),
    );
    nearest.images.forEach(({ similarity }, k) => near(similarity, expected[k][1]));
    // Of two references the mean of the two vectors of length 1 is compared, and neither is found.
    const references = ['a.npy', 'b.npy'].map((name) => join(found, name));
    const units = await Promise.all(
      [...references, join(found, 'd.npy')].map(async (path) => {
        const { data } = await model.network.logits(asFloats(readArray(path)), new Execution());
        return Array.from(data, (value) => value / Math.hypot(...data));
      }),
    );
    const toBoth = await nearestImages(model, { input: own, references, folder: found, count: 9 });
    assert.equal(toBoth.compared, 3);
    const last = toBoth.images.find(({ path }) => path === join(found, 'd.npy'))!;
    const mean = units[0].map((value, k) => (value + units[1][k]) / 2);
    near(last.similarity, cosine(mean, units[2]));
    await model.network.close();
    // What was made before is there.
    const again = await nearestImages(model, { input: own, folder: found, count: 3 });
    assert.deepEqual(again.images, nearest.images);
    await assert.rejects(
      nearestImages(model, { input: own, folder: join(found, 'deep'), count: 1 }).then(() =>
        nearestImages(model, { input: own, folder: join(folder, 'none'), count: 1 }),
      ),
      LensError,
    );
  });

  it('compiles nothing anew for another vector', async () => {
    const both = await opened('labels', 'Sigmoid');
    const { network } = await asked(both, { group: [0, 1] });
    await network.program('of the test', () => network.model);
    const other = await asked(both, { group: [2, 3] });
    await other.network.program('of the test', () => assert.fail('it was compiled before'));
    await both.model.network.close();
  });

  it('names what cannot be', async () => {
    const both = await opened('more', 'Sigmoid');
    await assert.rejects(asked(both, { group: [0, 'dog'] }), /there is no class dog/);
    await assert.rejects(asked(both, { target: '2-dog' }), /there is no class 2-dog/);
    await assert.rejects(asked(both, { target: '2-2' }), /a class less itself is always 0/);
    const files = [join(folder, 'none.npy')];
    await assert.rejects(asked(both, { references: { files, measure: 'similarity' } }), /none\.npy/);
    await both.model.network.close();
  });
});
