import assert from 'node:assert/strict';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { root } from './environment';
import { tellFailure } from './failure';
import { Workbench } from './workbench';
import { copySamples, sample, type TemporaryWorkspace } from './workspace';

/** A network that nobody described, beside a file of labels: what a person has after an export. */
describe('A model without a recipe in a real VS Code', function () {
  this.timeout(300_000);
  let workspace: TemporaryWorkspace;
  let workbench: Workbench | undefined;
  const labels = 'faces.labels.txt';

  beforeEach(() => {
    workspace = copySamples();
    const models = path.join(workspace.folder, 'models');
    for (const name of readdirSync(models))
      if (name !== sample.model && name !== labels) rmSync(path.join(models, name));
  });
  afterEach(async function () {
    await tellFailure(this.currentTest, workbench);
    await workbench?.close();
    workbench = undefined;
    workspace.remove();
  });

  it('says so where it is explained, and leads to the form that mends it', async () => {
    const window = (workbench = await Workbench.open({ folder: workspace.folder }));
    await window.explorer.menu(sample.image, 'Explain Image', 'Explain');
    const strip = window.webview().locator('.recipe-strip .recipe');
    await strip.waitFor({ timeout: 60_000 });
    assert.equal((await strip.textContent())?.replaceAll('\u00a0', ' '), 'RGB · 128 · stretched · 0…1 · guessed');
    const form = window.webview().locator('[data-field="labels"]');
    await window.patience.until(
      'the form of the recipe',
      () => strip.click(),
      (timeout) => form.waitFor({ timeout }),
      20_000,
    );
    const tried = window.webview().locator('.tried li').first();
    await tried.getByText(/class \d/).waitFor({ timeout: 60_000 });
    await window
      .webview()
      .getByRole('button', { name: `Use ${labels}` })
      .click();
    await tried.getByText(/glasses/).waitFor({ timeout: 60_000 });
    await window.screenshot(path.join(root, 'out/e2e', 'recipe-form.png'));
    const status = window.webview().locator('.form-actions [role="status"]');
    await window.webview().getByRole('button', { name: 'Save' }).click();
    await status.getByText('Saved', { exact: true }).waitFor();
    const sidecar = (): unknown =>
      JSON.parse(readFileSync(path.join(workspace.folder, 'models', `${sample.model}.lens.json`), 'utf8'));
    assert.deepEqual(sidecar(), { labels });
    await form.getByRole('textbox').fill('no-such-file.txt');
    await window.webview().locator('.recipe-fault:visible', { hasText: 'no-such-file.txt' }).waitFor();
    await window.webview().getByRole('button', { name: 'Save' }).click();
    await status.getByText(/Not saved/).waitFor();
    assert.equal(await form.getByRole('textbox').inputValue(), 'no-such-file.txt');
    assert.deepEqual(sidecar(), { labels }, 'nothing wrong is written');
  });

  it('names its classes and finds its recipe without typing, and explains the image anew each time', async () => {
    const window = (workbench = await Workbench.open({ folder: workspace.folder }));
    await window.explorer.menu(sample.image, 'Explain Image', 'Explain');
    const explain = window.webview();
    const use = explain.getByRole('button', { name: `Use ${labels}` });
    await use.waitFor({ timeout: 60_000 });
    await use.click();
    await explain.locator('.target-name', { hasText: /glasses/ }).waitFor({ timeout: 60_000 });
    await use.waitFor({ state: 'hidden' });
    await explain.locator('.recipe-strip').getByRole('button', { name: 'Check', exact: true }).click();
    const check = window.webview().getByRole('region', { name: 'Check the recipe' });
    await check.getByText(/12 images of test, 12 with a label · \d+ ways · \d+\u00a0u/).waitFor({ timeout: 60_000 });
    await check
      .getByText(/\d+ of 12 right/)
      .first()
      .waitFor({ timeout: 120_000 });
    await window.screenshot(path.join(root, 'out/e2e', 'recipe-check.png'));
    await check.getByRole('button', { name: 'Use this recipe' }).click();
    await explain.locator('.recipe .recipe-said', { hasText: 'ImageNet' }).waitFor({ timeout: 60_000 });
    const file = path.join(workspace.folder, 'models', `${sample.model}.lens.json`);
    const written = JSON.parse(readFileSync(file, 'utf8')) as { labels: string; mean: number[] };
    assert.deepEqual([written.labels, written.mean.length], [labels, 3]);
    // The panel that led to the check comes back by itself.
    await explain.locator('.recipe .recipe-said', { hasText: 'ImageNet' }).waitFor({ timeout: 60_000 });
    await explain.locator('body[data-state="done"]').waitFor({ timeout: 60_000 });
    assert.equal(await explain.getByText('The model or its recipe has changed').isVisible(), false);
  });
});
