import assert from 'node:assert/strict';
import { join } from 'node:path';
import { withInputs, withOutputs } from '../../../../src/engine/graph/rewriting';
import { explain } from '../../../../src/engine/explanation/explanation';
import { readInput, type NetworkInput } from '../../../../src/engine/image/input';
import { readModelFile } from '../../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../../src/engine/model/opening';
import { Execution } from '../../../../src/engine/session/execution';
import { createSession } from '../../../../src/engine/session/runtime';
import { floats, type FloatTensor } from '../../../../src/engine/tensor/tensor';

const SAMPLES = join(__dirname, '..', '..', '..', '..', 'samples');
const TARGET = 1;

describe('CAMs that run the head on masked features, against the head run mask by mask', () => {
  let model: OpenedModel;
  let input: NetworkInput;
  let layer: string;
  let features: FloatTensor;
  let headScore: (activation: FloatTensor) => Promise<number>;

  before(async () => {
    model = await openModel(await readModelFile(join(SAMPLES, 'models', 'faces-resnet.onnx')), {
      device: 'cpu',
      threads: 1,
    });
    input = await readInput(
      join(SAMPLES, 'faces', 'test', 'glasses', 'glasses-01.png'),
      model.network.graph.inputDims,
      model.recipe,
    );
    const { graph } = model.network;
    layer = graph.camLayer!;
    [features] = await model.network.remembered(input.tensor, [layer], new Execution());
    const session = await createSession(withInputs(withOutputs(graph.model, [graph.logits]), [layer]), {
      device: 'cpu',
      threads: 1,
    });
    headScore = async (activation) => Number((await session.run({ [layer]: activation }))[graph.logits].data[TARGET]);
  });
  after(() => model.network.close());

  const rawOf = async (method: string, params: Record<string, number | boolean | string>): Promise<FloatTensor> =>
    (await explain(model, input, { index: TARGET, kind: 'logit' }, { method, params, layer })).attribution.details!
      .raw as FloatTensor;

  const masked = (factor: (channel: number, row: number, column: number) => number): FloatTensor => {
    const [, , height, width] = features.dims;
    const size = height * width;
    return floats(
      features.dims,
      features.data.map((v, i) => v * factor(Math.floor(i / size), Math.floor((i % size) / width), i % width)),
    );
  };

  const close = (got: ArrayLike<number>, expected: readonly number[]): void => {
    const peak = Math.max(...expected.map(Math.abs));
    assert.equal(got.length, expected.length);
    expected.forEach((value, i) => assert.ok(Math.abs(got[i] - value) <= 2e-5 * peak, `${i}: ${got[i]}, not ${value}`));
  };

  for (const gaussian of [false, true]) {
    it(`Recipro-CAM leaves one position${gaussian ? ' and its neighbours, halved per step' : ''}`, async () => {
      const [, , height, width] = features.dims;
      const expected: number[] = [];
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          expected.push(
            await headScore(
              masked((_, row, column) => {
                const [dy, dx] = [Math.abs(row - y), Math.abs(column - x)];
                if (dy === 0 && dx === 0) return 1;
                return gaussian && dy <= 1 && dx <= 1 ? 2 ** -(dy + dx) : 0;
              }),
            ),
          );
        }
      }
      close((await rawOf('recipro-cam', { gaussian })).data, expected);
    });
  }

  it('Ablation-CAM weighs each channel by what the score loses without it', async () => {
    const [, channels, height, width] = features.dims;
    const whole = await headScore(features);
    const expected = new Array<number>(height * width).fill(0);
    for (let k = 0; k < channels; k++) {
      const weight = (whole - (await headScore(masked((channel) => (channel === k ? 0 : 1))))) / Math.abs(whole);
      expected.forEach((_, p) => (expected[p] += weight * features.data[k * height * width + p]));
    }
    close((await rawOf('ablation-cam', {})).data, expected);
  });

  it('Ablation-CAM of a share of the channels ablates only these', async () => {
    const channels = features.dims[1];
    const { result } = await explain(
      model,
      input,
      { index: TARGET, kind: 'logit' },
      { method: 'ablation-cam', params: { ratioChannelsToAblate: 0.25 }, layer },
    );
    const { result: all } = await explain(
      model,
      input,
      { index: TARGET, kind: 'logit' },
      { method: 'ablation-cam', params: {}, layer },
    );
    assert.ok(Math.abs(result.forwardPasses / all.forwardPasses - (2 * Math.floor(channels / 8)) / channels) < 0.05);
  });
});
