import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { ModelChoice } from '../../src/extension/workspace/choice';
import { isReached } from '../../src/extension/workspace/milestones';
import { memento, root } from './support/services';

interface Manifest {
  readonly contributes: {
    readonly walkthroughs: readonly { readonly steps: readonly { readonly completionEvents: readonly string[] }[] }[];
  };
}

describe('the walkthrough', () => {
  it('ticks what was done, not what was begun', async () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
    const events = manifest.contributes.walkthroughs[0].steps.flatMap(({ completionEvents }) => completionEvents);
    assert.deepEqual(
      events,
      ['modelChosen', 'imageExplained', 'resultKept', 'networkTrained'].map(
        (milestone) => `onContext:saliencyLens.${milestone}`,
      ),
    );
    await new ModelChoice(memento()).use(vscode.Uri.file('/models/chosen.onnx'));
    assert.equal(isReached('modelChosen'), true);
  });
});
