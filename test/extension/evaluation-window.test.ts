import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { temporaryFolder } from './support/services';

describe('evaluation in the window', () => {
  const activeInput = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens the sample test split in the Evaluation panel', async () => {
    const [image] = await vscode.workspace.findFiles('faces/test/**/*.png', undefined, 1);
    const test = vscode.Uri.joinPath(image, '..', '..');
    await vscode.commands.executeCommand('saliency-lens.evaluateFolder', test);
    const input = activeInput();
    assert.ok(input instanceof vscode.TabInputWebview && input.viewType.includes('saliencyLens.evaluation'));
    const label = (): string | undefined => vscode.window.tabGroups.activeTabGroup.activeTab?.label;
    for (let i = 0; i < 250 && label() !== 'Evaluate test'; i++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(label(), 'Evaluate test');
  });

  it('offers to run a suite and to compare its runs, on the suite itself', async () => {
    const place = temporaryFolder();
    mkdirSync(place.uri.fsPath, { recursive: true });
    const file = vscode.Uri.joinPath(place.uri, 'a.lens-suite.json');
    writeFileSync(file.fsPath, '{}');
    await vscode.workspace.openTextDocument(file);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', file);
    assert.deepEqual(
      lenses.map(({ command }) => command?.command),
      ['saliency-lens.runSuite', 'saliency-lens.compareRuns'],
    );
    place.remove();
  });
});
