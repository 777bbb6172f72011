import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { root } from './environment';
import { explain } from './explain';
import { tellFailure } from './failure';
import { followModel, trained, untilShown, versionIn, versionOf, versionsSeen, writeInHalves } from './saving';
import { Workbench } from './workbench';
import { copySamples, sample, type TemporaryWorkspace } from './workspace';

describe('versions of a model in a real VS Code', function () {
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

  it('shows every whole state of a file that is overwritten, also in halves', async () => {
    workbench = await Workbench.open({
      folder: workspace.folder,
      settings: { 'saliencyLens.defaultMethods': ['gradient', 'grad-cam'] },
    });
    await explain(workbench, { files: sample.image, model: sample.model });
    const file = path.join(workspace.folder, 'models', sample.model);
    const first = readFileSync(file);
    await followModel(workbench);
    await untilShown(workbench, versionIn(file));
    const written = [versionOf(first)];
    for (const step of [1, 2, 3]) {
      const bytes = trained(first, step);
      if (step === 2) writeFileSync(file, bytes);
      else await writeInHalves(file, bytes, 700);
      written.push(versionOf(bytes));
      await untilShown(workbench, versionOf(bytes));
    }
    assert.deepEqual(await versionsSeen(workbench), written);
    const panel = workbench.webview();
    assert.equal(await panel.locator('.version-row .change-map canvas.stage-canvas').count(), 6);
    assert.match(await panel.locator('.prediction-change').first().innerText(), /%/);
    await workbench.screenshot(path.join(root, 'out/e2e/versions.png'));
    await panel.locator('.version').first().click();
    await panel.locator('.version').first().and(panel.locator('[data-role=after]')).waitFor();
  });
});
