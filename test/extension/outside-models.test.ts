import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AskedModels } from '../../src/extension/workspace/asked-models';
import { ModelCatalog } from '../../src/extension/workspace/catalog';
import { sidecarOf } from '../../src/extension/workspace/location';
import { temporaryFolder } from './support/services';

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('a model outside the workspace', () => {
  it('is watched once the engine was asked about it, and is told to whoever hears of models', async () => {
    const elsewhere = temporaryFolder();
    const [model, other] = ['a model.onnx', 'other.onnx'].map((name) => vscode.Uri.joinPath(elsewhere.uri, name));
    const write = (file: vscode.Uri): Thenable<void> => vscode.workspace.fs.writeFile(file, Uint8Array.of(1));
    const written: string[] = [];
    const catalog = new ModelCatalog((uri) => written.push(uri.toString()));
    const asked = new AskedModels(catalog);
    // A watcher begins to listen some time after it was made.
    const until = async (file: vscode.Uri): Promise<void> => {
      const before = written.length;
      for (let i = 0; i < 20 && written.length === before; i++) {
        await write(file);
        await pause(500);
      }
      assert.equal(written.at(-1), model.toString());
    };
    try {
      await Promise.all([model, other].map(write));
      for (const argument of [null, 'text', { model: 3 }, { folder: elsewhere.uri.fsPath }]) asked.hear(argument);
      asked.hear({ models: [model.fsPath], folder: elsewhere.uri.fsPath });
      await until(model);
      await until(sidecarOf(model));
      const before = written.length;
      await write(other);
      await pause(800);
      assert.equal(written.length, before, 'nobody asked about the other');
    } finally {
      catalog.dispose();
      elsewhere.remove();
    }
  });
});
