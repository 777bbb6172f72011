import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import { root } from './environment';
import { explain } from './explain';
import { writeFaceDetector } from './face-detector';
import { tellFailure } from './failure';
import { Workbench } from './workbench';
import { copySamples, sample, type TemporaryWorkspace } from './workspace';

describe('A detector in a real VS Code', function () {
  this.timeout(300_000);
  let workspace: TemporaryWorkspace;
  let workbench: Workbench | undefined;
  let model: string;

  beforeEach(() => {
    workspace = copySamples();
    const models = path.join(workspace.folder, 'models');
    for (const name of readdirSync(models)) rmSync(path.join(models, name), { recursive: true });
    model = writeFaceDetector(models);
  });
  afterEach(async function () {
    await tellFailure(this.currentTest, workbench);
    await workbench?.close();
    workbench = undefined;
    workspace.remove();
  });

  it('shows what it finds, and explains the box that is clicked', async () => {
    const window = (workbench = await Workbench.open({ folder: workspace.folder }));
    await explain(window, { files: sample.image, model });
    const panel = window.webview();
    const rows = panel.getByRole('listbox', { name: 'Detections' }).getByRole('option');
    assert.deepEqual(
      (await rows.allTextContents()).map((text) => text.replace(/[\d.]+$/, '')),
      ['dark lens', 'red scarf', 'dark lens'],
    );
    const card = panel.locator('[data-method="grad-cam"]');
    const peak = (): Promise<string> => card.locator('.legend-high').innerText();
    const before = await peak();
    const canvas = panel.locator('.input-view canvas');
    const { width, height } = (await canvas.boundingBox())!;
    // Where the scarf is in the drawing of 128 × 128 pixels.
    await canvas.click({ position: { x: (56 / 128) * width, y: (104 / 128) * height } });
    await card.locator('.card-sub', { hasText: 'red scarf' }).waitFor();
    await panel.locator('body[data-state="done"]').waitFor({ timeout: 120_000 });
    assert.equal(await rows.nth(1).getAttribute('aria-selected'), 'true');
    assert.match(await panel.locator('.target-button').innerText(), /red scarf/);
    assert.deepEqual(
      await panel
        .locator('[data-method][data-state]')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-state'))),
      ['done', 'done'],
    );
    assert.notEqual(await peak(), before, 'another map');
    await window.screenshot(path.join(root, 'out/e2e', 'detection.png'));
  });
});
