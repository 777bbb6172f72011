import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { answered } from './explain';
import { tellFailure } from './failure';
import { copySamples, sample, type TemporaryWorkspace } from './workspace';
import { Workbench } from './workbench';

/** Labels that the sample model gets right for the first two and wrong for the last. */
const labels =
  'image,label\nglasses/glasses-00.png,glasses\nsunglasses/sunglasses-00.png,sunglasses\nno-glasses/no-glasses-00.png,glasses\n';

/** Resolves once the file is there, within a few seconds. */
async function exists(file: string): Promise<void> {
  for (let tries = 0; tries < 30 && !existsSync(file); tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(existsSync(file), file);
}

describe('views and panels around the Explain panel', function () {
  this.timeout(240_000);
  let workspace: TemporaryWorkspace;
  let workbench: Workbench;
  before(async () => {
    workspace = copySamples();
    const { folder } = workspace;
    writeFileSync(path.join(folder, 'train.py'), 'torch.onnx.export(\n    model,\n    "models/faces-cnn.onnx",\n)\n');
    writeFileSync(path.join(folder, 'faces/test/labels.csv'), labels);
    mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    writeFileSync(
      path.join(folder, '.vscode/settings.json'),
      JSON.stringify({ 'saliencyLens.testing.folders': [{ folder: 'faces/test', model: 'models/faces-cnn.onnx' }] }),
    );
    workbench = await Workbench.open({ folder });
  });
  after(async () => {
    await workbench.close();
    workspace.remove();
  });
  afterEach(async function () {
    await tellFailure(this.currentTest, workbench);
  });

  const row = (text: string): Locator => workbench.page.locator('.monaco-list-row', { hasText: text }).first();
  const tab = (text: string): Locator => workbench.page.locator('.tab', { hasText: text }).first();
  const frame = (): FrameLocator => workbench.webview();
  const seen =
    (what: Locator) =>
    (timeout: number): Promise<void> =>
      what.waitFor({ timeout });

  it('lists models and their layers in a side bar, from which filters open', async () => {
    await workbench.activity('Saliency Lens');
    await row(sample.model).waitFor({ timeout: 60_000 });
    await workbench.patience.until(
      'the unfolded model',
      async () => (await row('Conv 8').isVisible()) || (await row(sample.model).locator('.monaco-tl-twistie').click()),
      seen(row('Conv 8')),
      20_000,
    );
    await workbench.patience.until('the Filters panel', () => row('Conv 8').click(), seen(tab('Filters')), 20_000);
    const use = row(sample.model).locator('.action-label[aria-label="Use This Model"]');
    await workbench.patience.until(
      'the model in use',
      async () => {
        await row(sample.model).hover();
        await use.click({ timeout: 3000 });
      },
      seen(row('in use')),
    );
  });

  it('offers filters, an explanation and the model over the code that saves it', async () => {
    // The Filters panel of the test before is still open, in the column that the code now takes.
    await workbench.explorer.open('train.py');
    const lens = workbench.page.locator('.codelens-decoration a');
    await lens.filter({ hasText: 'Filters' }).first().waitFor({ timeout: 60_000 });
    assert.deepEqual((await lens.allInnerTexts()).slice(0, 3), ['Filters', 'Explain an image…', 'Model']);
    const shown = workbench.page.locator('.editor-group-container', { has: tab('Filters') }).locator('.tab.active');
    await workbench.patience.until(
      'the Filters panel beside the code',
      () => lens.filter({ hasText: 'Filters' }).first().click(),
      seen(shown.filter({ hasText: 'Filters' })),
    );
    assert.ok(await workbench.page.locator('.codelens-decoration').first().isVisible(), 'the code stays in sight');
  });

  it('compares methods on images of a folder', async () => {
    await workbench.command('View: Close All Editors');
    await workbench.explorer.menu(
      [sample.image, sample.image.replace('00', '01')],
      'Compare Methods',
      'Compare Methods',
    );
    await answered(workbench, sample.model);
    await frame().locator('.image-row', { hasText: '2 compared' }).waitFor({ timeout: 60_000 });
    assert.ok((await frame().locator('.scatter-box').count()) >= 1);
    assert.match(
      await frame().locator('section[aria-label="How alike"] tbody tr', { hasText: 'Spearman' }).innerText(),
      /…/,
    );
  });

  it('keeps a painted mask beside the image and holds every map against it', async () => {
    await workbench.command('View: Close All Editors');
    await workbench.explorer.menu(sample.image, 'Explain Image', 'Explain');
    await answered(workbench, sample.model);
    const score = frame().locator('.object-score', { hasText: 'IoU' }).first();
    await score.waitFor({ timeout: 60_000 });
    const before = await score.innerText();
    const canvas = frame().locator('.object-stage canvas');
    const paint = frame().getByRole('button', { name: 'Paint', exact: true });
    await workbench.patience.until('the brush', () => paint.click({ timeout: 3000 }), seen(canvas));
    // Keys go to the element itself: the window's focus may be taken in between.
    for (const key of [']', ']', ']', ']', ' ']) await canvas.press(key);
    const file = path.join(workspace.folder, `${sample.image}.mask.png`);
    await workbench.patience.until(
      'the saved mask',
      () => frame().getByRole('button', { name: 'Save mask' }).click({ timeout: 3000 }),
      () => exists(file),
    );
    await frame().locator('.object-status', { hasText: '.mask.png' }).waitFor();
    await frame()
      .locator('.object-score', { hasText: 'IoU', hasNotText: before.split('\n')[0] })
      .first()
      .waitFor();
    const compare = frame().locator('.header vscode-button', { hasText: 'Compare' });
    const maps = frame().locator('.map').first();
    await workbench.patience.until('the comparison', () => compare.click({ timeout: 3000 }), seen(maps), 60_000);
  });

  it('runs labelled images as tests, and shows the map of a wrong one', async () => {
    await workbench.command('View: Close All Editors');
    await workbench.activity('Testing');
    await workbench.command('Test: Run All Tests');
    const counts = workbench.page.locator('.result-summary', { hasText: '2/3' });
    await counts.waitFor({ timeout: 120_000 });
    const failure = workbench.page
      .locator('.test-output-peek-tree .monaco-list-row', { hasText: 'no-glasses-00.png' })
      .first();
    await workbench.patience.until('the failures', () => workbench.command('Test: Peek Output'), seen(failure));
    const message = workbench.page.locator('.preview-text', { hasText: 'Expected glasses' }).first();
    await workbench.patience.until('the message of the failure', () => failure.click({ timeout: 3000 }), seen(message));
    assert.match(await message.innerText(), /got no-glasses/);
    assert.ok((await message.locator('img').first().getAttribute('src'))?.startsWith('data:image/jpeg'));
    const link = message.locator('a', { hasText: 'Explain' }).first();
    await workbench.patience.until(
      'the explanation',
      () => link.click({ timeout: 3000 }),
      seen(tab('Explain')),
      20_000,
    );
    await answered(workbench, sample.model);
  });
});
