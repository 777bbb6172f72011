import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { root } from './environment';
import { tellFailure } from './failure';
import { Workbench } from './workbench';
import { copySamples, type TemporaryWorkspace } from './workspace';

/** A drawing of two colours. */
const drawing = (left: string, right: string): Sharp =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="${left}"/><circle cx="40" cy="24" r="14" fill="${right}"/></svg>`,
    ),
  ).png();

describe('A Siamese network in a real VS Code', function () {
  this.timeout(300_000);
  let workspace: TemporaryWorkspace;
  let workbench: Workbench | undefined;
  let model: string;

  beforeEach(async () => {
    workspace = copySamples();
    model = path.join(workspace.folder, 'models', 'siamese.onnx');
    copyFileSync(path.join(root, 'test/fixtures/reference/models/k-siamese.onnx'), model);
    await drawing('#246', '#fc4').toFile(path.join(workspace.folder, 'pair.png'));
    await drawing('#642', '#4cf').toFile(path.join(workspace.folder, 'pair-other.png'));
  });
  afterEach(async function () {
    await tellFailure(this.currentTest, workbench);
    await workbench?.close();
    workbench = undefined;
    workspace.remove();
  });

  it('asks what its inputs are, then shows both images and a map of each', async () => {
    const window = (workbench = await Workbench.open({ folder: workspace.folder }));
    await window.explorer.menu('pair.png', 'Explain Image', 'Explain');
    await window.pick('siamese.onnx');
    const panel = window.webview();
    await panel.locator('body[data-state="error"]').waitFor({ timeout: 120_000 });
    await window.screenshot(path.join(root, 'out/e2e', 'several-inputs-asked.png'));
    await panel
      .getByRole('button', { name: /2 inputs|Say what the inputs are/ })
      .first()
      .click();
    await window.screenshot(path.join(root, 'out/e2e', 'several-inputs-form.png'));
    await panel.getByRole('combobox', { name: 'What right is' }).selectOption({ label: 'A file beside the image' });
    await panel.getByRole('textbox', { name: /^right/ }).fill('{name}-other.png');
    await panel.getByRole('button', { name: 'Save and explain' }).click();
    await panel.locator('body[data-state="done"]').waitFor({ timeout: 120_000 });
    await window.screenshot(path.join(root, 'out/e2e', 'several-inputs.png'));
    assert.ok(
      existsSync(`${model}.lens.json`) && /pair|\{name\}-other\.png/.test(readFileSync(`${model}.lens.json`, 'utf8')),
    );
    assert.equal(await panel.locator('.input-view .input-beside canvas').count(), 1);
    assert.match(await panel.locator('.input-view .input-beside').innerText(), /right · pair-other\.png/);
    const maps = panel.locator('[data-method][data-state="done"]');
    assert.ok((await maps.count()) > 0);
    assert.equal(await maps.locator('.input-beside canvas').count(), await maps.count());
  });
});
