import assert from 'node:assert/strict';
import { join } from 'node:path';
import { explain } from '../../../src/engine/explanation/explanation';
import { readInput, type NetworkInput } from '../../../src/engine/image/input';
import { layerOverview, overviewMethods } from '../../../src/engine/explanation/layer-overview';
import { fixtureInput } from '../relevance/networks';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { floats, type FloatTensor } from '../../../src/engine/tensor/tensor';

const MODELS = join(__dirname, '..', '..', 'fixtures', 'models');
const SAMPLES = join(__dirname, '..', '..', '..', 'samples');

describe('the layer overview', () => {
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
    const { layers, forwardPasses, backwardPasses } = await layerOverview(model, input, {
      model: '',
      input: '',
      target: 0,
    });
    assert.ok(layers.length >= 3, `${layers.length} stages`);
    assert.ok(forwardPasses + backwardPasses < 2.1, `cost ${forwardPasses + backwardPasses} u`);
    assert.equal(layers.filter((r) => r.automatic).length, 1);
    for (const stage of layers) {
      const { attribution } = await explain(
        model,
        input,
        { index: 0, kind: 'logit' },
        { method: 'grad-cam', params: {}, layer: stage.tensor },
      );
      const raw = attribution.details!.raw as FloatTensor;
      const peak = raw.data.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
      stage.map.data.forEach((v, i) => assert.ok(Math.abs(v - raw.data[i]) <= 1e-5 * peak, `${stage.tensor} at ${i}`));
    }
  });

  it('explains the region that was painted on a dense output, as the cards beside it do', async () => {
    const dense = await openModel(await readModelFile(join(MODELS, 'unet-tiny.onnx')), { device: 'cpu', threads: 1 });
    try {
      const tensor = fixtureInput('unet-tiny');
      const painted = { tensor, view: { path: '', image: null, signal: null } };
      const [height, width] = dense.network.graph.logitsDims.slice(1);
      // One corner, so that no other region can be taken for it.
      const corner = Float32Array.from({ length: height * width }, (_, i) => Number(i < 3 * width && i % width < 3));
      const targetRegion = { dims: [height, width], data: corner };
      const { layers } = await layerOverview(dense, painted, { model: '', input: '', target: 1, targetRegion });
      assert.ok(layers.length > 1);
      for (const { tensor: layer, map } of layers) {
        const score = { index: 1, kind: 'logit', mask: corner } as const;
        const { attribution } = await explain(dense, painted, score, { method: 'grad-cam', params: {}, layer });
        const raw = (attribution.details!.raw as FloatTensor).data;
        const peak = raw.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
        map.data.forEach((v, i) => assert.ok(Math.abs(v - raw[i]) <= 1e-5 * peak, `${layer} at ${i}`));
      }
    } finally {
      await dense.network.close();
    }
  });

  it('refuses methods that need more than one pass', async () => {
    assert.ok(overviewMethods.includes('layer-cam') && !overviewMethods.includes('score-cam'));
    await assert.rejects(layerOverview(model, input, { model: '', input: '', method: 'score-cam' }), /score-cam/);
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
    const { layers } = await layerOverview(model, input, { model: '', input: '', target: 0 });
    const pair = [layers[layers.length - 1].tensor, layers[layers.length - 2].tensor];
    const at = async (layer: string) =>
      (await explain(model, input, score, { method: 'grad-cam', params: {}, layer })).attribution.map.data;
    const maps = [await at(pair[0]), await at(pair[1])];
    const peaks = maps.map((m) => m.reduce((most, v) => Math.max(most, Math.abs(v)), 0));
    const both = await at(pair.join(','));
    both.forEach((v, i) => assert.ok(Math.abs(v - (maps[0][i] / peaks[0] + maps[1][i] / peaks[1]) / 2) < 1e-5));
  });
});
