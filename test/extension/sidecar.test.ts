import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { readSidecar, writeSidecar } from '../../src/extension/workspace/sidecar';
import { temporaryFolder } from './support/services';

describe('sidecars', () => {
  const folder = temporaryFolder();
  const model = vscode.Uri.joinPath(folder.uri, 'net.onnx');
  const file = vscode.Uri.joinPath(folder.uri, 'net.onnx.lens.json');
  after(() => folder.remove());

  it('are empty recipes where there are none', async () => {
    assert.deepEqual(await readSidecar(model), {});
  });

  it('are written whole, beside the model, and leave nothing else behind', async () => {
    await writeSidecar(model, { preset: 'imagenet', labels: ['cat', 'dog'] });
    await writeSidecar(model, { preset: 'caffe', size: [224, 224] });
    assert.deepEqual(await readSidecar(model), { preset: 'caffe', size: [224, 224] });
    assert.deepEqual(
      (await vscode.workspace.fs.readDirectory(folder.uri)).map(([name]) => name),
      ['net.onnx.lens.json'],
    );
  });

  it('name the file that is no JSON object', async () => {
    for (const text of ['{ "preset": ', '[1, 2]', 'null']) {
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
      await assert.rejects(readSidecar(model), { code: 'invalid-argument', where: 'net.onnx.lens.json' });
    }
  });
});
