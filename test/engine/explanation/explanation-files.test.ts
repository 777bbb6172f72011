import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain } from '../../../src/engine/explanation/explanation';
import { writeExplanation } from '../../../src/engine/explanation/explanation-files';
import { readInput } from '../../../src/engine/image/input';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { decodeNpy } from '../../../src/engine/tensor/npy';

const SAMPLES = join(__dirname, '..', '..', '..', 'samples');
const FACE = join(SAMPLES, 'faces', 'test', 'sunglasses', 'sunglasses-00.png');

describe('the files of an explanation', () => {
  let model: OpenedModel;
  let folder: string;
  before(
    async () =>
      (model = await openModel(await readModelFile(join(SAMPLES, 'models', 'faces-cnn.onnx')), {
        device: 'cpu',
        threads: 1,
      })),
  );
  after(() => model.network.close());
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'explanation-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  async function written(method: string, params: object) {
    const input = await readInput(FACE, model.network.graph.inputDims, model.recipe);
    const { result, attribution } = await explain(
      model,
      input,
      { index: 2, kind: 'logit' },
      { method, params: { ...params } },
    );
    return { result, entry: await writeExplanation(folder, result, attribution, input) };
  }

  it('hold the map, its image, and its standard errors beside it', async () => {
    const { result, entry } = await written('rise', { samples: 24 });
    assert.deepEqual([entry.file, entry.image, entry.standardErrorFile], ['rise.npy', 'rise.png', 'rise.stderr.npy']);
    const errors = decodeNpy(readFileSync(join(folder, 'rise.stderr.npy')));
    assert.deepEqual(errors.dims, [1, ...result.map.dims]);
    assert.deepEqual(errors.data, result.standardError?.data);
    assert.ok(JSON.stringify(entry).length < 2000, 'arrays do not belong into result.json');
  });

  it('hold no standard errors where nothing was drawn', async () => {
    const { entry } = await written('gradient', {});
    assert.equal(entry.standardErrorFile, undefined);
    assert.ok(existsSync(join(folder, 'gradient.npy')) && !existsSync(join(folder, 'gradient.stderr.npy')));
  });
});
