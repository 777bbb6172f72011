import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain } from '../../../src/engine/explanation/explanation';
import { methodDescriptions } from '../../../src/engine/explanation/methods';
import { predict } from '../../../src/engine/explanation/prediction';
import { requestedTarget } from '../../../src/engine/explanation/target';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { GraphBuilder, emptyModel } from '../../../src/engine/graph/builder';
import { readInput, type NetworkInput } from '../../../src/engine/image/input';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { Execution } from '../../../src/engine/session/execution';
import { scoresOf } from '../../../src/engine/session/score';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import type { PredictResult } from '../../../src/protocol/prediction';
import type { TargetRequest } from '../../../src/protocol/explain';
import type { Recipe } from '../../../src/protocol/recipe';
import { noise } from '../graph/running';

const DIMS = [1, 3, 8, 8];
/** Those for other networks: transformers, detectors, models with an explainer of their own. */
const OTHERS = new Set(['attention-rollout', 'gradient-attention-rollout', 'd-rise', 'l2x', 'shapley-exact']);
const METHODS = methodDescriptions().flatMap(({ id }) => (OTHERS.has(id) ? [] : [id]));

describe('an estimate by its difference to a value', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-value-'))));
  after(() => rmSync(folder, { recursive: true }));

  /** Two estimates behind a convolution; of every position where they are not pooled. */
  async function opened(name: string, recipe: Recipe, pooled = true): Promise<OpenedModel> {
    const b = new GraphBuilder(emptyModel());
    const seen = b.op('Conv', [
      b.input('x', 'float32', ['batch', ...DIMS.slice(1)]),
      b.constant(noise([4, 3, 1, 1], 2), 'k'),
    ]);
    const bent = b.op('Relu', [seen]);
    if (pooled) {
      const features = b.op('Flatten', [b.op('GlobalAveragePool', [bent])]);
      b.output(b.op('MatMul', [features, b.constant(noise([4, 2], 3), 'w')]), 'values', 'float32', ['batch', 2]);
    } else
      b.output(b.op('Conv', [bent, b.constant(noise([1, 4, 1, 1], 3), 'w')]), 'depth', 'float32', ['batch', 1, 8, 8]);
    const file = join(folder, `${name}.onnx`);
    writeFileSync(file, encodeOnnxFile({ ...b.build(), opsets: new Map([['', 17]]) }));
    writeFileSync(`${file}.lens.json`, JSON.stringify(recipe));
    return openModel(await readModelFile(file), { device: 'cpu', threads: 1 });
  }

  function image({ network, recipe }: OpenedModel): Promise<NetworkInput> {
    const file = join(folder, 'x.npy');
    writeFileSync(file, encodeNpy(noise(DIMS, 5)));
    return readInput(file, network.graph.inputDims, recipe);
  }

  interface Asked {
    readonly model: OpenedModel;
    readonly input: NetworkInput;
    readonly predicted: PredictResult;
  }
  async function asked({ model, input, predicted }: Asked, request: TargetRequest, method: string) {
    const target = await requestedTarget(model, input, request, predicted);
    const logits = await target.model.network.logitsOf(input.tensor, new Execution());
    const one = { method, params: {} };
    const { result } = await explain(target.model, input, target.score, one);
    return { value: scoresOf(logits, target.score)[0], map: result.map.data };
  }
  const near = (got: number, expected: number): void =>
    assert.ok(Math.abs(got - expected) < 1e-4 * Math.max(1, Math.abs(expected)), `${got} in place of ${expected}`);

  it('has the names and units that the sidecar says', async () => {
    const model = await opened('named', { task: 'regression', labels: ['age', 'height'], units: ['years', 'cm'] });
    const { predictions } = await predict(model, await image(model));
    assert.deepEqual(
      predictions.map(({ label, unit }) => [label, unit]),
      [
        ['age', 'years'],
        ['height', 'cm'],
      ],
    );
    await model.network.close();
    const alike = await opened('alike', { task: 'regression', units: 'mm' });
    assert.deepEqual(alike.recipe.units, ['mm', 'mm']);
    await alike.network.close();
    await assert.rejects(
      opened('more', { task: 'regression', units: ['a', 'b', 'c'] }),
      /"units" has 3 entries, but the model has 2 outputs/,
    );
  });

  it('is f − v or |f − v|, which every method explains', async () => {
    const model = await opened('all', { task: 'regression' });
    const input = await image(model);
    const predicted = await predict(model, input);
    const subject = { model, input, predicted };
    const f = predicted.predictions[1].logit;
    for (const method of METHODS) {
      const plain = await asked(subject, { target: 1 }, method);
      for (const [from, sign] of [
        [f - 1, 1],
        [f + 1, -1],
      ] as const) {
        const signed = await asked(subject, { target: 1, difference: { from, absolute: false } }, method);
        const absolute = await asked(subject, { target: 1, difference: { from, absolute: true } }, method);
        near(signed.value, f - from);
        near(absolute.value, 1);
        assert.ok(absolute.map.every(Number.isFinite), method);
        if (method === 'gradient')
          plain.map.forEach((value, k) => {
            near(signed.map[k], value);
            near(absolute.map[k], sign * value);
          });
      }
    }
    await model.network.close();
  });

  it('takes off another estimate, too, and sums those of a group', async () => {
    const model = await opened('both', { task: 'regression', labels: ['a', 'b'] });
    const input = await image(model);
    const predicted = await predict(model, input);
    const subject = { model, input, predicted };
    const [a, b] = predicted.predictions.map(({ logit }) => logit);
    near(
      (await asked(subject, { target: 'a-b', difference: { from: 2, absolute: false } }, 'gradient')).value,
      a - b - 2,
    );
    near(
      (await asked(subject, { group: [0, 1], difference: { from: 50, absolute: true } }, 'gradient')).value,
      50 - a - b,
    );
    await model.network.close();
  });

  it('is that of the mean over the region, of estimates at every position', async () => {
    const model = await opened('depth', { task: 'regression', units: 'm' }, false);
    const input = await image(model);
    const predicted = await predict(model, input);
    const subject = { model, input, predicted };
    const row = (await model.network.logits(input.tensor, new Execution())).data;
    const mean = row.reduce((sum, v) => sum + v, 0) / row.length;
    near((await asked(subject, { difference: { from: 3, absolute: true } }, 'gradient')).value, Math.abs(mean - 3));
    near(predicted.predictions[0].probability, mean);
    near((await asked(subject, {}, 'gradient')).value, mean);
    const data = Float32Array.from({ length: 64 }, (_, k) => (k === 9 ? 1 : 0));
    const pixel = { targetRegion: { dims: [8, 8], data }, difference: { from: 1, absolute: false } };
    near((await asked(subject, pixel, 'gradient')).value, row[9] - 1);
    await model.network.close();
  });

  it('is refused of a model that tells classes', async () => {
    const model = await opened('classes', { task: 'classification' });
    const input = await image(model);
    const subject = { model, input, predicted: await predict(model, input) };
    assert.equal(model.task.id, 'classification');
    await assert.rejects(asked(subject, { difference: { from: 3, absolute: true } }, 'gradient'), /estimates numbers/);
    await model.network.close();
  });
});
