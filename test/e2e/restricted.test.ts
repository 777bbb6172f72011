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
    const refusal = workbench.page.getByRole('button', { name: /No, I don't trust/ });
    await refusal.waitFor({ timeout: 30_000 });
    await workbench.patience.until(
      'the answer that the folder is not trusted',
      () => refusal.click({ timeout: 3000 }),
      (timeout) => refusal.waitFor({ state: 'hidden', timeout }),
    );
  });

  after(async () => {
    await workbench.close();
    workspace.remove();
  });

  afterEach(async function () {
    await tellFailure(this.currentTest, workbench);
  });

  it("shows a model's structure", async () => {
    await workbench.explorer.open(`models/${sample.model}`);
    const editor = workbench.webview();
    await editor.getByText('Gemm').first().waitFor({ timeout: 60_000 });
    await workbench.screenshot(path.join(root, 'out/e2e', 'restricted-model.png'));
  });

  it('runs nothing, says so and offers to manage trust', async () => {
    await workbench.explorer.menu(sample.image, 'Explain Image', 'Explain');
    await workbench.pick(sample.model);
    const panel = workbench.webview(0);
    await panel.getByRole('button', { name: 'Manage trust' }).waitFor({ timeout: 30_000 });
    await workbench.screenshot(path.join(root, 'out/e2e', 'restricted-explain.png'));
    assert.equal(await panel.locator('[data-card]').count(), 0);
  });
});
