import assert from 'node:assert/strict';
import * as path from 'node:path';
import { root } from './environment';
import { explain } from './explain';
import { tellFailure } from './failure';
import { type Theme, Workbench } from './workbench';
import { copySamples, sample, type TemporaryWorkspace } from './workspace';

const themes: readonly Theme[] = ['light', 'dark', 'hc-dark'];

describe('Explain Image in a real VS Code', function () {
  this.timeout(240_000);
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

  for (const theme of themes) {
    it(`explains a sample face (${theme})`, async () => {
      workbench = await Workbench.open({ folder: workspace.folder, theme });
      const { prediction, probability, methods } = await explain(workbench, {
        files: sample.image,
        model: sample.model,
      });
      await workbench.screenshot(path.join(root, 'out/e2e', `explain-${theme}.png`));
      assert.equal(prediction, 'sunglasses');
      assert.ok(probability > 0.5, `probability ${probability}`);
      assert.deepEqual([...methods].sort(), ['grad-cam', 'integrated-gradients']);
    });
  }
});
