import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { root } from './environment';
import { evaluationState } from './evaluation';
import { tellFailure } from './failure';
import { Workbench } from './workbench';
import { copySamples, type TemporaryWorkspace } from './workspace';

const suite = {
  folder: 'faces/test',
  models: ['models/faces-cnn.onnx', 'models/faces-resnet.onnx'],
  methods: ['gradient', { method: 'integrated-gradients', params: { steps: 8 } }, 'grad-cam'],
  metrics: ['average-drop', 'iou', 'pointing-game', 'relevance-mass'],
  limit: Number(process.env.SALIENCY_LENS_E2E_INPUTS ?? 9),
  out: '.saliency-lens/nightly',
};

describe('Evaluate Test Folder in a real VS Code', function () {
  this.timeout(300_000);
  let workspace: TemporaryWorkspace;
  let workbench: Workbench | undefined;

  beforeEach(() => {
    workspace = copySamples();
  });
  afterEach(async function () {
    await tellFailure(this.currentTest, workbench);
    await workbench?.close();
    workbench = undefined;
    workspace.remove();
  });

  const state = (wanted: string): Promise<void> => evaluationState(workbench as Workbench, wanted);

  const closeTab = async (window: Workbench, name: string): Promise<void> => {
    const tab = window.page.locator('.tab', { hasText: name });
    await window.patience.until(
      `the closed tab ${name}`,
      () => tab.locator('.codicon-close').click({ timeout: 3000 }),
      (timeout) => tab.waitFor({ state: 'hidden', timeout }),
    );
  };

  it('shows the guessed labels of the folder that was clicked', async () => {
    workbench = await Workbench.open({ folder: workspace.folder });
    await workbench.explorer.menu('faces/test', 'Evaluate Test Folder', 'Evaluate');
    await state('setup');
    const labels = workbench.webview().locator('section[aria-label="Labels"]');
    await labels.getByText('Labels from the sub-folders glasses, no-glasses, sunglasses').waitFor();
    assert.equal(await labels.locator('.classes tr').count(), 3);
    const drawn = await labels
      .locator('img')
      .first()
      .evaluate(async (image: HTMLImageElement) => {
        await image.decode();
        return image.naturalWidth;
      });
    assert.ok(drawn > 0, 'the page may load the images of the folder');
    await workbench.screenshot(path.join(root, 'out/e2e', 'evaluation-setup.png'));
  });

  it('shows the folder still after it was hidden, even before it was loaded', async () => {
    workbench = await Workbench.open({ folder: workspace.folder });
    await workbench.explorer.menu('faces/test', 'Evaluate Test Folder', 'Evaluate');
    for (const hidden of ['before it was loaded', 'with everything in it']) {
      await workbench.explorer.open('models/faces.labels.txt');
      await workbench.page.locator('.monaco-editor .view-lines', { hasText: 'sunglasses' }).waitFor();
      await closeTab(workbench, 'faces.labels.txt');
      await state('setup');
      await workbench
        .webview()
        .locator('section[aria-label="Labels"] .classes tr')
        .nth(2)
        .waitFor()
        .catch(() => assert.fail(`no labels after it was hidden ${hidden}`));
    }
  });

  it('runs a suite, finds its results again after a reload, and explains an input', async () => {
    writeFileSync(path.join(workspace.folder, 'nightly.lens-suite.json'), JSON.stringify(suite, null, 2));
    workbench = await Workbench.open({ folder: workspace.folder });
    await workbench.explorer.menu('nightly.lens-suite.json', 'Run Evaluation Suite', 'Evaluate');
    await state('done');
    const table = () => (workbench as Workbench).webview().locator('section[aria-label="Methods"] table').last();
    const text = await table().innerText();
    for (const part of ['faces-cnn', 'faces-resnet', 'Grad-CAM', 'Average Drop']) assert.ok(text.includes(part), part);
    assert.equal(await table().locator('tbody tr').count(), 6);
    await workbench.screenshot(path.join(root, 'out/e2e', 'evaluation-results.png'));
    await workbench.reload('"memo":{"folder":');
    await state('done');
    assert.equal(await table().innerText(), text);
    const opened = workbench.page.locator('.tab', { hasText: 'Explain' }).first();
    await workbench.patience.until(
      'the explanation of an input',
      () => (workbench as Workbench).webview().locator('.image-rows .image-name').first().click(),
      (timeout) => opened.waitFor({ timeout }),
      20_000,
    );
    const shown = workbench.page.locator('.editor-group-container .tab.active');
    assert.deepEqual(
      // An explanation's tab is named after its image and its model.
      (await shown.allInnerTexts()).map((text) => text.trim().replace(/^(Explain) .+ · .+\.onnx$/, '$1')).sort(),
      ['Evaluate nightly.lens-suite.json', 'Explain'],
      'the evaluation stays in sight beside it',
    );
    const explain = workbench.webview(1);
    await explain.locator('.card[data-method][data-state="done"]').first().waitFor({ timeout: 60_000 });
    const methods = await explain
      .locator('.card[data-method]')
      .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-method')));
    assert.deepEqual(methods, ['gradient'], 'the method that was looked at');
  });
});
