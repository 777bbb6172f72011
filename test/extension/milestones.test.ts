import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { openSampleWorkspace } from '../../src/extension/commands/sample-workspace';
import type { Services } from '../../src/extension/services';
import { ModelChoice } from '../../src/extension/workspace/choice';
import { isReached } from '../../src/extension/workspace/milestones';
import { memento, root, temporaryFolder } from './support/services';

interface Step {
  readonly id: string;
  readonly media: { readonly image?: string; readonly markdown?: string };
  readonly completionEvents: readonly string[];
}

interface Manifest {
  readonly contributes: {
    readonly walkthroughs: readonly { readonly steps: readonly Step[] }[];
  };
}

describe('the walkthrough', () => {
  it('ticks what was done, not what was begun', async () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
    const events = manifest.contributes.walkthroughs[0].steps.flatMap(({ completionEvents }) => completionEvents);
    const milestones = [
      ...['modelChosen', 'imageExplained', 'folderEvaluated', 'filtersShown', 'methodsCompared'],
      ...['networkTrained', 'resultKept'],
    ];
    assert.deepEqual(events, [
      'onCommand:saliency-lens.openSampleWorkspace',
      ...milestones.map((milestone) => `onContext:saliencyLens.${milestone}`),
    ]);
    await new ModelChoice(memento()).use(vscode.Uri.file('/models/chosen.onnx'));
    assert.equal(isReached('modelChosen'), true);
  });

  it('shows an image or a text that is shipped for every step, and covers the panels', () => {
    const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
    const { steps } = contributes.walkthroughs[0];
    for (const { media } of steps)
      assert.ok(existsSync(path.join(root, media.image ?? media.markdown!)), JSON.stringify(media));
    const ids = steps.map(({ id }) => id);
    for (const id of ['explain', 'evaluate', 'filters', 'compare', 'train']) assert.ok(ids.includes(id), id);
    assert.ok(steps.filter(({ media }) => media.image).length >= 4);
  });

  it('puts the sample workspace into a folder, opens it, and keeps what was changed in it', async () => {
    const folder = temporaryFolder();
    const opened: unknown[] = [];
    const { executeCommand } = vscode.commands;
    Object.assign(vscode.commands, {
      executeCommand: async (command: string, ...words: unknown[]) =>
        command === 'vscode.openFolder' ? opened.push(words[0]) : executeCommand(command, ...words),
    });
    try {
      const services = { context: { extensionUri: vscode.Uri.file(root) } } as unknown as Services;
      await openSampleWorkspace.run(services, folder.uri);
      const samples = path.join(folder.uri.fsPath, 'saliency-lens-samples');
      assert.equal((opened[0] as vscode.Uri).fsPath, samples);
      for (const file of [
        'models/faces-cnn.onnx',
        'models/faces-cnn.onnx.lens.json',
        'glasses-detection.lens-suite.json',
      ])
        assert.ok(existsSync(path.join(samples, file)), file);
      assert.ok(readdirSync(path.join(samples, 'faces/test/glasses')).length > 3);
      rmSync(path.join(samples, 'models/faces-cnn.onnx'));
      await openSampleWorkspace.run(services, folder.uri);
      assert.equal(existsSync(path.join(samples, 'models/faces-cnn.onnx')), false);
      assert.equal(opened.length, 2);
    } finally {
      Object.assign(vscode.commands, { executeCommand });
      folder.remove();
    }
  });
});
