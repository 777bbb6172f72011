import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { section } from '../../src/extension/workspace/settings';

describe('lenses over code that saves a model', function () {
  // A window asks every extension for its lenses, TypeScript's server among them, which takes long on a busy machine.
  this.timeout(180_000);
  const root = (): vscode.Uri => (vscode.workspace.workspaceFolders ?? [])[0].uri;
  const written: vscode.Uri[] = [];
  afterEach(async () => {
    await vscode.workspace
      .getConfiguration(section)
      .update('codeLens', undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const uri of written.splice(0)) await vscode.workspace.fs.delete(uri);
  });

  const write = async (name: string, text: string): Promise<vscode.Uri> => {
    const uri = vscode.Uri.joinPath(root(), name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    written.push(uri);
    return uri;
  };
  /** [line, title, file] of every lens of ours. */
  const lenses = async (uri: vscode.Uri): Promise<(string | number)[][]> => {
    const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
    const ours = all.filter(({ command }) => command?.command.startsWith('saliency-lens.'));
    return ours.map(({ range, command }) => [
      range.start.line + 1,
      command?.title ?? '',
      vscode.workspace.asRelativePath((command?.arguments as vscode.Uri[])[0]),
    ]);
  };
  const until = async (uri: vscode.Uri, count: number): Promise<(string | number)[][]> => {
    for (let i = 0; i < 600; i++) {
      const found = await lenses(uri);
      if (found.length === count) return found;
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    throw new Error(`there are ${JSON.stringify(await lenses(uri))}, not ${count}`);
  };
  const of = (line: number, file: string) =>
    ['Filters', 'Explain an image…', 'Model'].map((title) => [line, title, file]);

  it('lead to the filters, an explanation and the model', async () => {
    const code = await write(
      'train.py',
      'import torch\ntorch.onnx.export(\n    model, x,\n    "models/faces-cnn.onnx",\n)\nmodel.save("models/gone.onnx")\nmodel.save(f"models/{name}.onnx")\n',
    );
    await vscode.window.showTextDocument(code);
    assert.deepEqual(await until(code, 3), of(2, 'models/faces-cnn.onnx'));
    const script = await write('train.ts', "await model.save('file://models/signals-cnn1d.onnx');\n");
    await vscode.window.showTextDocument(script);
    assert.deepEqual(await until(script, 3), of(1, 'models/signals-cnn1d.onnx'));
  });

  it('appear when the model does, and go with it', async () => {
    const code = await write('later.py', 'torch.onnx.export(model, x, "later.onnx")\ntorch.save(model, "later.pt")\n');
    await vscode.window.showTextDocument(code);
    assert.deepEqual(await lenses(code), []);
    const model = vscode.Uri.joinPath(root(), 'later.onnx');
    await vscode.workspace.fs.writeFile(model, new Uint8Array(4));
    assert.deepEqual(await until(code, 3), of(1, 'later.onnx'));
    await write('later.pt', 'x');
    assert.deepEqual(await until(code, 4), [...of(1, 'later.onnx'), [2, 'Filters', 'later.pt']]);
    await vscode.workspace.fs.delete(model);
    assert.deepEqual(await until(code, 1), [[2, 'Filters', 'later.pt']]);
  });

  it('can be switched off', async () => {
    const code = await write('train.py', 'torch.onnx.export(model, x, "models/faces-cnn.onnx")\n');
    await vscode.window.showTextDocument(code);
    await until(code, 3);
    await vscode.workspace.getConfiguration(section).update('codeLens', false, vscode.ConfigurationTarget.Workspace);
    assert.deepEqual(await until(code, 0), []);
  });
});
