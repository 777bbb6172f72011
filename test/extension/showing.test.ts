import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { showFile } from '../../src/extension/workspace/showing';
import { temporaryFolder } from './support/services';

describe('showing a file', () => {
  const { executeCommand } = vscode.commands;
  const outside = temporaryFolder();
  let asked: unknown[];

  beforeEach(() => {
    asked = [];
    void Object.assign(vscode.commands, {
      executeCommand: (...words: unknown[]) => Promise.resolve(void (asked = words)),
    });
  });
  afterEach(() => void Object.assign(vscode.commands, { executeCommand }));
  after(() => outside.remove());

  it('happens in the Explorer view within the workspace', async () => {
    const [{ uri }] = vscode.workspace.workspaceFolders ?? [];
    const file = vscode.Uri.joinPath(uri, '.saliency-lens/a/figure.png');
    await showFile(file);
    assert.deepEqual(asked, ['revealInExplorer', file]);
  });

  it('opens the file elsewhere, of which the Explorer view shows nothing', async () => {
    const file = vscode.Uri.joinPath(outside.uri, 'figure.png');
    await showFile(file);
    const isLocal = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
    assert.deepEqual(asked, [isLocal ? 'revealFileInOS' : 'vscode.open', file]);
  });
});
