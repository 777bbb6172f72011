import assert from 'node:assert/strict';
import * as path from 'node:path';
import { root } from './environment';
import { tellFailure } from './failure';
import { Workbench } from './workbench';
import { copySamples, sample, type TemporaryWorkspace } from './workspace';

describe('a workspace that is not trusted', function () {
  this.timeout(240_000);
  let workspace: TemporaryWorkspace;
  let workbench: Workbench;

  before(async () => {
    workspace = copySamples();
    workbench = await Workbench.open({ folder: workspace.folder, trustAsked: true });
    await workbench.page.getByRole('button', { name: /No, I don't trust/ }).click({ timeout: 30_000 });
  });

  after(async () => {
    await workbench.close();
    workspace.remove();
  });

  afterEach(async function () {
    await tellFailure(this.currentTest, workbench);
  });

  it("shows a model's structure", async () => {
    await workbench.openFile(`models/${sample.model}`);
    const editor = workbench.webview();
    await editor.getByText('Gemm').first().waitFor({ timeout: 60_000 });
    await workbench.screenshot(path.join(root, 'out/e2e', 'restricted-model.png'));
  });

  it('runs nothing, says so and offers to manage trust', async () => {
    await workbench.explorerMenu(sample.image, 'Explain Image');
    const question = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: sample.model });
    await question.first().click();
    const panel = workbench.webview(0);
    await panel.getByRole('button', { name: 'Manage trust' }).waitFor({ timeout: 30_000 });
    await workbench.screenshot(path.join(root, 'out/e2e', 'restricted-explain.png'));
    assert.equal(await panel.locator('[data-card]').count(), 0);
  });
});
