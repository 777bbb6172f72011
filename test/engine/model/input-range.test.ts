import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describeModel } from '../../../src/engine/model/description';
import { readModelFile } from '../../../src/engine/model/model-file';
import type { Recipe } from '../../../src/protocol/recipe';

const MODELS = join(__dirname, '..', '..', 'fixtures', 'reference', 'models');

describe('the range of a model’s input', () => {
  const rangeOf = async (name: string, recipe: Recipe) =>
    describeModel(await readModelFile(join(MODELS, name)), recipe).inputRange;

  it('is from black to white as the recipe makes them, per channel', async () => {
    assert.deepEqual(
      await rangeOf('cnn-small.onnx', { range: [0, 255], mean: [0, 0, 0], std: [1, 1, 1] }),
      [255, 255, 255],
    );
    assert.deepEqual(
      await rangeOf('cnn-small.onnx', { range: [0, 1], mean: [0.5, 0.5, 0.5], std: [0.5, 0.25, 0.125] }),
      [2, 4, 8],
    );
  });

  it('is not that of volumes, of which it is known that they are such', async () => {
    const told = describeModel(await readModelFile(join(MODELS, 'k-volume.onnx')), {});
    assert.deepEqual([told.inputRange, told.takesVolumes], [undefined, true]);
    assert.equal(describeModel(await readModelFile(join(MODELS, 'cnn-small.onnx')), {}).takesVolumes, undefined);
  });

  it('is not known of signals', async () => assert.equal(await rangeOf('cnn-1d.onnx', {}), undefined));
});
