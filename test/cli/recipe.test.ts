import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RecipeCheck } from '../../src/protocol/recipe-check';
import { lens } from './lens';

const samples = path.resolve(__dirname, '../../samples');

describe('saliency-lens recipe', function () {
  this.timeout(120_000);
  let folder: string;
  let model: string;
  const images = path.join(samples, 'faces/test');
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lens-recipe-'));
    model = path.join(folder, 'faces-cnn.onnx');
    for (const name of ['faces-cnn.onnx', 'faces.labels.txt'])
      copyFileSync(path.join(samples, 'models', name), path.join(folder, name));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('ranks the usual recipes, and writes nothing unless asked', () => {
    const { status, stdout } = lens('recipe', model, images, '--images', '4');
    assert.equal(status, 0);
    assert.match(stdout, /4 images, 4 labelled/);
    assert.match(stdout, /Names of classes are taken from faces\.labels\.txt/);
    assert.equal(existsSync(`${model}.lens.json`), false);
  });

  it('writes the sidecar that it proposes', () => {
    const { status, stdout } = lens('recipe', model, images, '--images', '4', '--write', '--json');
    assert.equal(status, 0);
    const { recipe } = JSON.parse(stdout) as RecipeCheck;
    assert.deepEqual(JSON.parse(readFileSync(`${model}.lens.json`, 'utf8')), recipe);
  });
});
