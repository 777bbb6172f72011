import assert from 'node:assert/strict';
import { join } from 'node:path';
import { explain } from '../../../src/engine/explanation/explanation';
import { readInput, type NetworkInput } from '../../../src/engine/image/input';
import { ladder, ladderMethods } from '../../../src/engine/explanation/ladder';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { floats, type FloatTensor } from '../../../src/engine/tensor/tensor';

const SAMPLES = join(__dirname, '..', '..', '..', 'samples');

describe('the layer ladder', () => {
  let model: OpenedModel;
  let input: NetworkInput;
  before(async () => {
    model = await openModel(await readModelFile(join(SAMPLES, 'models', 'faces-resnet.onnx')), {
      device: 'cpu',
      threads: 1,
    });
    input = await readInput(
      join(SAMPLES, 'faces', 'test', 'glasses', 'glasses-00.png'),
      model.network.graph.inputDims,
      model.recipe,
    );
  });
  after(() => model.network.close());

  it('shows at every stage what Grad-CAM shows there, for one forward and one backward pass', async () => {
    const { rungs, forwardPasses, backwardPasses } = await ladder(model, input, { model: '', input: '', target: 0 });
    assert.ok(rungs.length >= 3, `${rungs.length} stages`);
    assert.ok(forwardPasses + backwardPasses < 2.1, `cost ${forwardPasses + backwardPasses} u`);
    assert.equal(rungs.filter((r) => r.automatic).length, 1);
    for (const rung of rungs) {
      const { attribution } = await explain(
        model,
        input,
        { index: 0, kind: 'logit' },
        { method: 'grad-cam', params: {}, layer: rung.tensor },
      );
      const raw = attribution.details!.raw as FloatTensor;
      const peak = raw.data.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
      rung.map.data.forEach((v, i) => assert.ok(Math.abs(v - raw.data[i]) <= 1e-5 * peak, `${rung.tensor} at ${i}`));
    }
  });

  it('refuses methods that need more than one pass', async () => {
    assert.ok(ladderMethods.includes('layer-cam') && !ladderMethods.includes('score-cam'));
    await assert.rejects(ladder(model, input, { model: '', input: '', method: 'score-cam' }), /score-cam/);
  });

  it('averages a CAM over mirrored and re-contrasted inputs', async () => {
    const score = { index: 0, kind: 'logit' } as const;
    const rawOf = async (tensor: NetworkInput['tensor'], params = {}) =>
      (await explain(model, { ...input, tensor }, score, { method: 'hires-cam', params })).attribution.details!
        .raw as FloatTensor;
    const mirror = (data: Float32Array, width: number) =>
      data.map((_, i) => data[i - (i % width) + width - 1 - (i % width)]);
    const { dims, data } = input.tensor;
    const smooth = await rawOf(input.tensor, { augmentSmooth: true });
    const expected = new Float64Array(smooth.data.length);
    for (const contrast of [0.9, 1, 1.1]) {
      const plain = await rawOf(
        floats(
          dims,
          data.map((v) => v * contrast),
        ),
      );
      const turned = await rawOf(
        floats(
          dims,
          mirror(data, 128).map((v) => v * contrast),
        ),
      );
      const back = mirror(turned.data, turned.dims[1]);
      expected.forEach((_, i) => (expected[i] += (plain.data[i] + back[i]) / 6));
    }
    const peak = expected.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    smooth.data.forEach((v, i) => assert.ok(Math.abs(v - expected[i]) < 1e-5 * peak));
  });

  it('averages a CAM over several layers, each brought to a peak of 1', async () => {
    const score = { index: 0, kind: 'logit' } as const;
    const { rungs } = await ladder(model, input, { model: '', input: '', target: 0 });
    const pair = [rungs[rungs.length - 1].tensor, rungs[rungs.length - 2].tensor];
    const at = async (layer: string) =>
      (await explain(model, input, score, { method: 'grad-cam', params: {}, layer })).attribution.map.data;
    const maps = [await at(pair[0]), await at(pair[1])];
    const peaks = maps.map((m) => m.reduce((most, v) => Math.max(most, Math.abs(v)), 0));
    const both = await at(pair.join(','));
    both.forEach((v, i) => assert.ok(Math.abs(v - (maps[0][i] / peaks[0] + maps[1][i] / peaks[1]) / 2) < 1e-5));
  });
});
