import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { root } from './environment';
import { tellFailure } from './failure';
import { Workbench } from './workbench';
import { copySamples, type TemporaryWorkspace } from './workspace';

describe('Train Networks… in a real VS Code', function () {
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

  const panel = () => (workbench as Workbench).webview();
  const section = (name: string) => panel().getByRole('region', { name, exact: true }).first();
  const state = (wanted: string): Promise<void> =>
    panel().locator(`body[data-state="${wanted}"]`).waitFor({ timeout: 200_000 });

  it('trains a small network on drawn faces, shows its curves, and explains a wrong image with the network that erred', async () => {
    workbench = await Workbench.open({ folder: workspace.folder });
    await workbench.explorer.menu('faces/test', 'Train Networks…', 'Train');
    await state('setup');
    await section('Data').getByText('images, 128 × 128').waitFor();
    await panel()
      .getByRole('textbox', { name: /Height and width/ })
      .fill('24');
    await panel().getByRole('spinbutton', { name: 'Epochs' }).fill('2');
    await panel().locator('[data-picker="horizontal-flip"] vscode-checkbox').click();
    await panel().getByText('What the network will see').click();
    await panel().locator('.sheet canvas').nth(7).waitFor();
    await panel()
      .getByText(/^About .* in all/)
      .waitFor({ timeout: 60_000 });
    await workbench.screenshot(path.join(root, 'out/e2e', 'training-setup.png'));

    await panel().getByRole('button', { name: 'Train', exact: true }).click();
    await state('done');
    const folds = () => section('Folds').locator('tbody').innerText();
    const text = await folds();
    assert.equal(await section('Folds').locator('tbody tr').count(), 7, 'five folds, mean and deviation');
    assert.match((await section('Curves').locator('canvas').first().getAttribute('aria-label')) ?? '', /after epoch 2/);
    const out = path.join(workspace.folder, '.saliency-lens/training/faces-test');
    for (const file of ['cnn/fold-5.onnx', 'training.html', 'training.tex'])
      assert.ok(existsSync(path.join(out, file)), file);
    await workbench.screenshot(path.join(root, 'out/e2e', 'training-done.png'));

    await workbench.reload('"memo":{"folder":');
    await state('done');
    assert.equal(await folds(), text, 'the results are there again');

    const tile = section('Wrong inputs').locator('.wrong-tile').first();
    const predicted = (await tile.locator('.wrong-text').last().innerText()).replace('→ ', '');
    const opened = workbench.page.locator('.tab', { hasText: 'Explain' }).first();
    await workbench.patience.until(
      'the explanation of a wrong image',
      () => tile.click(),
      (timeout) => opened.waitFor({ timeout }),
      20_000,
    );
    const explain = workbench.webview(1);
    await explain.locator('[data-prediction]').first().waitFor({ state: 'attached', timeout: 60_000 });
    assert.equal(await explain.locator('[data-prediction]').first().getAttribute('data-label'), predicted);
    await workbench.screenshot(path.join(root, 'out/e2e', 'training-explain.png'));
  });
});
