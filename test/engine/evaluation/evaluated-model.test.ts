import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EvaluatedModel } from '../../../src/engine/evaluation/evaluated-model';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import type { Recipe } from '../../../src/protocol/recipe';
import { writtenDetector } from '../task/small-detector';

describe('the key of a model in an evaluation', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-key-'))));
  after(() => rmSync(folder, { recursive: true }));

  const keyOf = async (file: string, recipe: Recipe): Promise<string> => {
    const opened = await openModel(await readModelFile(file), { device: 'cpu', threads: 1, recipe });
    const model = new EvaluatedModel('model', opened, 0);
    await model.close();
    return model.key;
  };

  it('is another one where the outputs are read as something else', async () => {
    const file = writtenDetector(folder);
    const recipes: readonly Recipe[] = [
      {},
      { task: 'segmentation' },
      { detection: { scoreThreshold: 0.6 } },
      { detection: { overlapThreshold: 0.6 } },
    ];
    const keys: string[] = [];
    for (const recipe of recipes) keys.push(await keyOf(file, recipe));
    assert.equal(new Set(keys).size, recipes.length);
    assert.equal(await keyOf(file, {}), keys[0]);
  });
});
