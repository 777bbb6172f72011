import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { callsOver } from '../../../src/engine/job/calls';
import { Models } from '../../../src/engine/model/open-models';
import type { Recipe } from '../../../src/protocol/recipe';

const samples = resolve(__dirname, '../../../samples');
const labels = ['glasses', 'no-glasses', 'sunglasses'];

describe('a recipe that is not saved', () => {
  let folder: string;
  let model: string;
  const models = new Models({ device: 'cpu', threads: 1 });
  const calls = callsOver(models);
  const images = join(samples, 'faces/test/sunglasses');
  const input = join(images, readdirSync(images)[0]);
  const predicted = async (recipe?: Recipe) => {
    const { predictions } = await calls['input.predict'](
      { model, input, ...(recipe && { recipe }) },
      () => undefined,
      new AbortController().signal,
    );
    return predictions;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lens-tried-'));
    model = join(folder, 'faces-cnn.onnx');
    copyFileSync(join(samples, 'models/faces-cnn.onnx'), model);
  });
  afterEach(async () => {
    await models.close(model);
    rmSync(folder, { recursive: true, force: true });
  });

  it('says what the model would say if it were, by the same network', async () => {
    const stated: Recipe = { preset: 'imagenet', labels };
    const tried = await predicted(stated);
    assert.equal((await models.openTrial(model, stated)).network, (await models.open(model)).network);
    writeFileSync(`${model}.lens.json`, JSON.stringify(stated));
    assert.deepEqual(tried, await predicted());
    const other = await predicted({ preset: 'raw', labels });
    assert.notDeepEqual(other, tried, 'other numbers go in');
    assert.deepEqual(await predicted(), tried, 'and what is saved still holds');
  });

  it('can be tried beside a sidecar that is wrong', async () => {
    writeFileSync(`${model}.lens.json`, JSON.stringify({ labels: 'no-such-file.txt' }));
    await assert.rejects(predicted(), /no-such-file\.txt/);
    assert.ok(labels.includes((await predicted({ labels }))[0].label));
  });

  it('is tried anew under other settings of the device', async () => {
    const other = new Models({ device: 'cpu', threads: 1 });
    const recipe: Recipe = { layout: 'nchw', output: 'logits', labels };
    const before = await other.openTrial(model, recipe);
    await other.apply({ device: 'cpu', threads: 2 });
    assert.notEqual((await other.openTrial(model, recipe)).network, before.network);
    await other.apply({ device: 'cpu', threads: 2 });
    await other.close(model);
  });

  it('is refused where it is no recipe', async () => {
    await assert.rejects(predicted({ color: 'pink' } as unknown as Recipe), /rgb, bgr or gray/);
  });
});
