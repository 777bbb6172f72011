import assert from 'node:assert/strict';
import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRecipe, planRecipeCheck } from '../../../src/engine/recipe-check/check';
import { candidateThumbnails } from '../../../src/engine/recipe-check/thumbnails';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel } from '../../../src/engine/model/opening';
import type { RecipeCheck } from '../../../src/protocol/recipe-check';

const samples = join(__dirname, '../../../samples');

const IMAGENET = "ImageNet's mean and deviation, red first";

describe('the check of a recipe', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lens-recipe-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A sample's model without its sidecar, checked on its test images. */
  async function checked(model: string, files: readonly string[] = [], below = ''): Promise<RecipeCheck> {
    for (const name of [model, ...files]) copyFileSync(join(samples, 'models', name), join(folder, name));
    const path = join(folder, model);
    const set = below ? join(folder, 'set') : join(samples, 'faces/test');
    if (below) cpSync(join(samples, 'faces/test', below), join(set, below), { recursive: true });
    const opened = await openModel(await readModelFile(path), { device: 'cpu', threads: 1 });
    try {
      return await checkRecipe(opened, { model: path, folder: set, images: 12 });
    } finally {
      await opened.network.close();
    }
  }

  it('finds how the sample was trained, though nothing says it, and what it cannot know', async () => {
    const { families, recipe, labelled, verdict } = await checked('faces-cnn.onnx', ['faces.labels.txt']);
    const [values, framing] = families;
    assert.equal(labelled, 12);
    const beside = (label: string): string | undefined => values.candidates.find((c) => c.label === label)?.beside;
    // ImageNet's 0.485 and 0.229 are so near to its own 0.5 and 0.25 that no image tells them apart: both may be right.
    assert.deepEqual([values.candidates[0].label, beside('−2 to 2, red first')], [IMAGENET, 'undecided']);
    assert.equal(beside(IMAGENET.replace('red', 'blue')), 'worse');
    assert.deepEqual(recipe.mean, [0.485, 0.456, 0.406]);
    assert.equal(recipe.labels, 'faces.labels.txt');
    assert.match(verdict, /right/);
    assert.ok(values.passes / 12 < 30 && framing.passes / 12 < 30, 'less than 30 u per image and family');
  });

  it('keeps a guess where all images are of one class, which a blind network gets right, too', async () => {
    const { families } = await checked('faces-cnn.onnx', ['faces.labels.txt'], 'glasses');
    const [first, ...others] = families[0].candidates;
    assert.equal(first.isCurrent, true);
    assert.ok(others.some(({ share }) => share > first.share));
  });

  it('keeps the framing that is, where every image has the size of the network', async () => {
    const { families } = await checked('faces-cnn.onnx', ['faces.labels.txt']);
    const [first, ...rest] = families[1].candidates;
    assert.equal(first.isCurrent, true);
    assert.ok(rest.some(({ beside }) => beside === 'same'));
  });

  it('says that it ranks by a weak sign where no image has a label', async () => {
    const { labelled, notes, families } = await checked('faces-cnn.onnx');
    assert.ok(labelled > 0 || notes.some((note) => note.startsWith('No image has a label')));
    assert.equal(
      families.every(({ candidates }) => Math.abs(candidates.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9),
      true,
    );
  });

  it('says before what it will cost, and on the way how much is tried', async () => {
    const model = join(samples, 'models/faces-cnn.onnx');
    const opened = await openModel(await readModelFile(model), { device: 'cpu', threads: 1 });
    const request = { model, folder: join(samples, 'faces/test'), images: 5 };
    const plan = await planRecipeCheck(opened, request);
    const told: number[] = [];
    const { families } = await checkRecipe(opened, request, {}, (tried) => told.push(tried));
    assert.equal(
      plan.passes,
      families.reduce((sum, { passes }) => sum + passes, 0),
    );
    assert.deepEqual(
      told,
      Array.from({ length: plan.ways }, (_, k) => k + 1),
    );
    assert.deepEqual([plan.images, plan.labelled, plan.classes, plan.ways], [5, 5, 3, told.length]);
    await opened.network.close();
  });

  it('paints every candidate as the network sees it where the first is right', async () => {
    const model = join(samples, 'models/faces-cnn.onnx');
    const opened = await openModel(await readModelFile(model), { device: 'cpu', threads: 1 });
    const check = await checkRecipe(opened, { model, folder: join(samples, 'faces/test'), images: 5 });
    const thumbnails = await candidateThumbnails(opened, check);
    const of = (label: string) => {
      const at = check.families[0].candidates.findIndex((candidate) => candidate.label === label);
      return [...thumbnails[0][at].rgba];
    };
    const first = check.families[0].candidates[0].label;
    const colours = (label: string): number[] =>
      [0, 1, 2].map((c) => of(label).reduce((sum, value, i) => (i % 4 === c ? sum + value : sum), 0) / 96 ** 2);
    assert.deepEqual(
      check.families.map(({ candidates }) => candidates.length),
      thumbnails.map((row) => row.length),
    );
    // Numbers up to 255 are all white to a network that expects a few units; red and blue change places around green.
    assert.ok(Math.min(...colours('0 to 255, red first')) > 250 && Math.max(...colours(first)) < 230);
    const [image, turned] = [colours(first), colours(first.replace('red', 'blue'))];
    assert.ok(Math.abs(image[1] - turned[1]) < 1e-9 && Math.abs(image[0] - turned[0]) > 5);
    await opened.network.close();
  });

  it('refuses what is no classifier of images', async () => {
    const path = join(samples, 'models/signals-cnn1d.onnx');
    const opened = await openModel(await readModelFile(path), { device: 'cpu', threads: 1 });
    await assert.rejects(
      checkRecipe(opened, { model: path, folder: join(samples, 'faces/test'), images: 3 }),
      /this model takes none/,
    );
    await opened.network.close();
  });
});
