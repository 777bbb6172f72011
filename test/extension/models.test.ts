import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ModelChoice } from '../../src/extension/workspace/choice';
import { nameOf } from '../../src/extension/workspace/location';
import { findModels, formatBytes } from '../../src/extension/workspace/models';
import { memento } from './support/services';

describe('models of the workspace', () => {
  it('are found in all folders', async () => {
    const names = (await findModels()).map(nameOf);
    assert.ok(names.includes('faces-cnn.onnx') && names.includes('signals-cnn1d.onnx'), names.join(', '));
  });

  it('are remembered, the last used first, as long as they exist', async () => {
    const choice = new ModelChoice(memento());
    assert.equal(await choice.current(), undefined);
    const [first, second] = await findModels();
    const told: string[] = [];
    choice.onDidChange((uri) => told.push(uri.toString()));
    await choice.use(first);
    await choice.use(second);
    await choice.use(vscode.Uri.joinPath(first, '..', 'gone.onnx'));
    assert.equal((await choice.current())?.toString(), second.toString());
    assert.equal((await choice.resolve())?.toString(), second.toString());
    assert.equal(told.length, 3);
  });

  it('have sizes people can read', () => {
    assert.deepEqual([0, 999, 1000, 228_445, 1_734_000, 5.5e8].map(formatBytes), [
      '0 B',
      '999 B',
      '1.00 kB',
      '228 kB',
      '1.73 MB',
      '550 MB',
    ]);
  });
});
