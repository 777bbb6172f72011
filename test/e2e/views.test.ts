import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Locator } from 'playwright-core';
import { tellFailure } from './failure';
import { copySamples, sample, type TemporaryWorkspace } from './workspace';
import { Workbench } from './workbench';

/** Labels that the sample model gets right for the first two and wrong for the last. */
const labels =
  'image,label\nglasses/glasses-00.png,glasses\nsunglasses/sunglasses-00.png,sunglasses\nno-glasses/no-glasses-00.png,glasses\n';

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
  const body = (): Locator => workbench.webview().locator('body');
  /** Picks the sample model where the extension asks for one, until the panel says that it is done. */
  const done = async (): Promise<void> => {
    const question = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: sample.model }).first();
    for (let i = 0; i < 600; i++) {
      if (await question.isVisible()) await workbench.pick(sample.model);
      if (
        (await body()
          .getAttribute('data-state', { timeout: 500 })
          .catch(() => null)) === 'done'
      )
        return;
      await workbench.page.waitForTimeout(100);
    }
    throw new Error(`the panel says ${await body().innerText()}`);
  };

  it('lists models and their layers in a side bar, from which filters open', async () => {
    await workbench.page.locator('.activitybar .action-label[aria-label^="Saliency Lens"]').click();
    await row(sample.model).waitFor({ timeout: 60_000 });
    await row(sample.model).click();
    await row('Conv 8').waitFor({ timeout: 60_000 });
    await row('Conv 8').click();
    await workbench.page.locator('.tab', { hasText: 'Filters' }).first().waitFor();
    await row(sample.model).hover();
    await row(sample.model).locator('.action-label[aria-label="Use This Model"]').click();
    await row('in use').waitFor();
  });

  it('offers filters, an explanation and the model over the code that saves it', async () => {
    // The Filters panel of the test before is still open, in the column that the code now takes.
    await workbench.openFile('train.py');
    const lens = workbench.page.locator('.codelens-decoration a');
    await lens.filter({ hasText: 'Filters' }).first().waitFor({ timeout: 60_000 });
    assert.deepEqual((await lens.allInnerTexts()).slice(0, 3), ['Filters', 'Explain an image…', 'Model']);
    await lens.filter({ hasText: 'Filters' }).first().click();
    await workbench.page.locator('.tab', { hasText: 'Filters' }).first().waitFor();
    assert.ok(await workbench.page.locator('.codelens-decoration').first().isVisible(), 'the code stays in sight');
  });

  it('compares methods on images of a folder', async () => {
    await workbench.command('View: Close All Editors');
    await workbench.explorerMenu([sample.image, sample.image.replace('00', '01')], 'Compare Methods');
    await done();
    const frame = workbench.webview();
    await frame.locator('.image-row', { hasText: '2 compared' }).waitFor({ timeout: 60_000 });
    assert.ok((await frame.locator('.scatter-box').count()) >= 1);
    assert.match(
      await frame.locator('section[aria-label="How alike"] tbody tr', { hasText: 'Spearman' }).innerText(),
      /…/,
    );
  });

  it('keeps a painted mask beside the image and holds every map against it', async () => {
    await workbench.command('View: Close All Editors');
    await workbench.explorerMenu(sample.image, 'Explain Image');
    await done();
    const frame = workbench.webview();
    const score = frame.locator('.object-score', { hasText: 'IoU' }).first();
    await score.waitFor({ timeout: 60_000 });
    const before = await score.innerText();
    await frame.getByRole('button', { name: 'Paint', exact: true }).click();
    await frame.locator('.object-stage canvas').focus();
    for (const key of [']', ']', ']', ']', ' ']) await workbench.page.keyboard.press(key);
    await frame.getByRole('button', { name: 'Save mask' }).click();
    const file = path.join(workspace.folder, `${sample.image}.mask.png`);
    for (let i = 0; i < 100 && !existsSync(file); i++) await workbench.page.waitForTimeout(100);
    assert.ok(existsSync(file));
    await frame.locator('.object-status', { hasText: '.mask.png' }).waitFor();
    await frame
      .locator('.object-score', { hasText: 'IoU', hasNotText: before.split('\n')[0] })
      .first()
      .waitFor();
    await frame.locator('.header vscode-button', { hasText: 'Compare' }).click();
    await frame.locator('.map').first().waitFor({ timeout: 60_000 });
  });

  it('runs labelled images as tests, and shows the map of a wrong one', async () => {
    await workbench.command('View: Close All Editors');
    await workbench.page.locator('.activitybar .action-label[aria-label^="Testing"]').click();
    await workbench.command('Test: Run All Tests');
    const counts = workbench.page.locator('.result-summary', { hasText: '2/3' });
    await counts.waitFor({ timeout: 120_000 });
    await workbench.command('Test: Peek Output').catch(() => undefined);
    const failure = workbench.page
      .locator('.test-output-peek-tree .monaco-list-row', { hasText: 'no-glasses-00.png' })
      .first();
    await failure.click();
    const message = workbench.page.locator('.preview-text', { hasText: 'Expected glasses' }).first();
    await message.waitFor();
    assert.match(await message.innerText(), /got no-glasses/);
    assert.ok((await message.locator('img').first().getAttribute('src'))?.startsWith('data:image/jpeg'));
    await message.locator('a', { hasText: 'Explain' }).first().click();
    await done();
  });
});
