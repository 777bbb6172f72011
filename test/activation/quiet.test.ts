import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';

/** Long enough for everything that a window does after its start. */
const SETTLED = 5000;

/** The window's folder holds code and images, and no model. */
describe('a window without models', () => {
  const extension = vscode.extensions.getExtension('saliency-lens.saliency-lens')!;
  const folder = vscode.workspace.workspaceFolders![0].uri.fsPath;
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  it('does not run our code, whatever language is open', async () => {
    for (const name of ['train.py', 'page.js', 'page.jsx', 'page.ts', 'page.tsx', 'package.json']) {
      writeFileSync(path.join(folder, name), '{}\n');
      await vscode.window.showTextDocument(vscode.Uri.file(path.join(folder, name)), { preview: false });
    }
    await vscode.commands.executeCommand('workbench.view.explorer');
    await pause(SETTLED);
    assert.equal(extension.isActive, false);
  });

  it('runs it once a model is opened', async () => {
    const model = path.join(folder, 'a.onnx');
    copyFileSync(path.join(process.env.SALIENCY_LENS_ROOT!, 'samples/models/faces-cnn.onnx'), model);
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(model));
    for (let i = 0; i < 500 && !extension.isActive; i++) await pause(20);
    assert.equal(extension.isActive, true);
  });
});
