import assert from 'node:assert/strict';
import * as path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { root } from './environment';
import { answered, explain } from './explain';
import { tellFailure } from './failure';
import { ball, depth, height, width, writeVolumeScene } from './volume-scene';
import { Workbench } from './workbench';
import { emptyWorkspace, type TemporaryWorkspace } from './workspace';

describe('A volume in a real VS Code', function () {
  this.timeout(300_000);
  let workspace: TemporaryWorkspace;
  let workbench: Workbench | undefined;
  let model: string;

  beforeEach(() => {
    workspace = emptyWorkspace();
    model = writeVolumeScene(workspace.folder);
  });
  afterEach(async function () {
    await tellFailure(this.currentTest, workbench);
    await workbench?.close();
    workbench = undefined;
    workspace.remove();
  });

  const inputNames = (panel: FrameLocator) => panel.locator('.input-view .plane-name').allInnerTexts();

  it('is gone through in three planes, explained where it is segmented, and where it is painted', async () => {
    const window = (workbench = await Workbench.open({ folder: workspace.folder }));
    await explain(window, { files: 'scan.nii.gz', model });
    const panel = window.webview();
    assert.match(await panel.locator('.target-button').innerText(), /ball/);
    assert.deepEqual(await inputNames(panel), ['Axial 7/12', 'Coronal 9/16', 'Sagittal 11/20']);
    // The slice that the slider leads to, and the place that is clicked in another plane.
    const slider = panel.getByRole('slider', { name: 'Axial' });
    await slider.focus();
    for (let z = Math.floor(depth / 2); z < ball.z; z++) await window.page.keyboard.press('ArrowUp');
    const plane = (name: string) => panel.locator('.input-view .plane', { hasText: name }).locator('canvas');
    const click = async (name: string, u: number, v: number): Promise<void> => {
      const box = (await plane(name).boundingBox())!;
      await plane(name).click({ position: { x: u * box.width, y: v * box.height } });
    };
    await click('Axial', (ball.x + 0.5) / width, (ball.y + 0.5) / height);
    assert.deepEqual(await inputNames(panel), [
      `Axial ${ball.z + 1}/${depth}`,
      `Coronal ${ball.y + 1}/${height}`,
      `Sagittal ${ball.x + 1}/${width}`,
    ]);
    await window.screenshot(path.join(root, 'out/e2e', 'volume.png'));
    const cards = panel.locator('[data-method][data-state]');
    const legend = () => cards.first().locator('.legend-scale').innerText();
    const before = await legend();
    await panel.getByRole('radio', { name: 'Paint on the image' }).check();
    await click('Coronal', 0.2, 0.5);
    await panel
      .locator('body[data-state="running"]')
      .waitFor({ timeout: 20_000 })
      .catch(() => undefined);
    await panel.locator('body[data-state="done"]').waitFor({ timeout: 120_000 });
    const states = await cards.evaluateAll((all) => all.map((one) => one.getAttribute('data-state')));
    assert.ok(states.length > 0 && states.every((state) => state === 'done'), states.join());
    assert.notEqual(await legend(), before, 'another map');
    await window.screenshot(path.join(root, 'out/e2e', 'volume-painted.png'));
  });

  it('is a folder of DICOM files without endings, too', async () => {
    const window = (workbench = await Workbench.open({ folder: workspace.folder }));
    await window.explorer.menu('series', 'Explain Images of Folder', 'Explain');
    await answered(window, model);
    const panel = window.webview();
    const rows = panel.locator('.grid-rows > .grid-line');
    await rows.first().waitFor();
    assert.equal(await rows.count(), 1, 'one series, one input');
    assert.match(await rows.first().innerText(), /IM0000/);
    await window.screenshot(path.join(root, 'out/e2e', 'volume-series.png'));
  });
});
