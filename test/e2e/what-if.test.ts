import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './environment';
import { explain } from './explain';
import { tellFailure } from './failure';
import { Workbench } from './workbench';
import { copySamples, sample, type TemporaryWorkspace } from './workspace';

/** Asks until it is so. */
async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await isSo()) return;
    await pause(200);
  }
  assert.fail(`${what}: not seen`);
}

describe('what if an image were another, in a real VS Code', function () {
  this.timeout(300_000);
  let workspace: TemporaryWorkspace;
  let workbench: Workbench | undefined;

  before(() => {
    workspace = copySamples();
  });
  afterEach(async function () {
    await tellFailure(this.currentTest, workbench);
  });
  after(async () => {
    await workbench?.close();
    workspace.remove();
  });

  it('follows the brush, foretells the change by the maps, takes it back, and keeps it as a new image', async () => {
    workbench = await Workbench.open({
      folder: workspace.folder,
      settings: { 'saliencyLens.defaultMethods': ['gradient', 'grad-cam'] },
    });
    await explain(workbench, { files: sample.image, model: sample.model });
    const tools = workbench.webview().locator('.what-if');
    const result = tools.locator('.what-if-result');
    const said = async (): Promise<string> => (await result.innerText()).replace(/\s+/g, ' ');
    await tools.getByRole('button', { name: 'Change the image', exact: true }).click();
    const canvas = tools.locator('canvas.stage-canvas');
    await canvas.focus();
    await workbench.page.keyboard.press('Space');
    await result.getByRole('table').first().waitFor();
    const painted = await said();
    assert.match(painted, /logit of [^:]+: [−+]?\d[^,]*, \d+(\.\d+)? % of the image changed/);
    assert.match(painted, /[▲▼]/, 'the predictions follow');
    assert.match(painted, /Gradient [−+]?\d/, 'beside what the slopes say');
    assert.match(painted, /Grad-CAM — —/, 'and that others say nothing');
    await workbench.page.keyboard.press('Control+z');
    await until(async () => !(await said()).includes(painted), 'the stroke is taken back');
    await workbench.page.keyboard.press('Control+Shift+z');
    await until(async () => /% of the image changed/.test(await said()), 'the stroke is made again');
    await tools.getByRole('button', { name: 'Keep as a new image', exact: true }).click();
    const kept = path.join(workspace.folder, sample.image.replace(/\.png$/, '-changed.png'));
    await until(async () => existsSync(kept), 'the image is kept');
    await workbench.screenshot(path.join(root, 'out/e2e/what-if.png'));
  });
});
