import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { engineSettings, section } from '../../src/extension/workspace/settings';

describe('the settings of the engine', () => {
  const allow = (folders: readonly string[] | undefined) =>
    vscode.workspace.getConfiguration(section).update('allowedFolders', folders, vscode.ConfigurationTarget.Workspace);
  after(() => allow(undefined));

  it('say which folders files may lead into: those of the workspace, and those a person allows', async () => {
    const own = vscode.workspace.workspaceFolders!.map(({ uri }) => uri.fsPath);
    assert.deepEqual(engineSettings().folders, own);
    await allow(['/data/labels', '../beside']);
    assert.deepEqual(engineSettings().folders, [
      ...own,
      path.resolve('/data/labels'),
      path.resolve(own[0], '../beside'),
    ]);
  });
});
