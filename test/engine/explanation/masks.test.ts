import assert from 'node:assert/strict';
import { join } from 'node:path';
import { drawGrid, RiseMasker } from '../../../src/engine/attribution/masking/rise-masks';
import { explain } from '../../../src/engine/explanation/explanation';
import { predict } from '../../../src/engine/explanation/prediction';
import { readInput, type NetworkInput } from '../../../src/engine/image/input';
import { drawnMasks } from '../../../src/engine/explanation/masks';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { Execution } from '../../../src/engine/session/execution';
import { scoresOf } from '../../../src/engine/session/score';
import { RandomStream } from '../../../src/engine/tensor/random';
import { floats } from '../../../src/engine/tensor/tensor';

const SAMPLES = join(__dirname, '..', '..', '..', 'samples');
const FACE = join(SAMPLES, 'faces', 'test', 'sunglasses', 'sunglasses-00.png');

describe('the random masks behind a map', () => {
  let model: OpenedModel;
  let input: NetworkInput;
  before(async () => {
    model = await openModel(await readModelFile(join(SAMPLES, 'models', 'faces-cnn.onnx')), {
      device: 'cpu',
      threads: 1,
    });
    input = await readInput(FACE, model.network.graph.inputDims, model.recipe);
  });
  after(() => model.network.close());

  const request = { method: 'rise', params: { samples: 30, gridSize: 5, preservationProbability: 0.3 }, seed: 9 };

  it('are the draws of its seed, with the scores of the input under them', async () => {
    const { first, total, masks, scores } = await drawnMasks(model, input, { request, target: 1, first: 4, count: 3 });
    const [, , height, width] = input.tensor.dims;
    assert.deepEqual([first, total, masks.dims, scores.length], [4, 30, [3, height, width], 3]);
    const masker = new RiseMasker([height, width], 5);
    for (const n of [0, 1, 2]) {
      const mask = masker.make(drawGrid(new RandomStream(9, 'masks', 4 + n), [height, width], 5, 0.3));
      assert.ok(mask.every((value, i) => Math.abs(value - masks.data[n * mask.length + i] / 255) <= 0.5 / 255 + 1e-9));
      const masked = floats(
        input.tensor.dims,
        input.tensor.data.map((v, i) => v * mask[i % mask.length]),
      );
      const [score] = scoresOf(await model.network.logitsOf(masked, new Execution()), { index: 1, kind: 'logit' });
      assert.ok(Math.abs(score - scores[n]) < 1e-4);
    }
  });

  it('have been run with the map: to look at them runs nothing', async () => {
    await explain(model, input, { index: 1, kind: 'logit' }, request);
    await predict(model, input);
    const { run } = Execution.prototype;
    let runs = 0;
    Execution.prototype.run = function count(...args) {
      runs++;
      return run.apply(this, args);
    };
    try {
      const last = await drawnMasks(model, input, { request, first: 24, count: 24 });
      assert.deepEqual([last.scores.length, runs], [6, 0]);
      assert.deepEqual((await drawnMasks(model, input, { request, first: 40, count: 24 })).scores, []);
    } finally {
      Execution.prototype.run = run;
    }
  });

  it('are refused of a method that has none', async () => {
    await assert.rejects(
      drawnMasks(model, input, { request: { method: 'gradient', params: {} }, first: 0, count: 1 }),
      /no random masks/,
    );
  });
});
