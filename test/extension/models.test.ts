import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { comparedModels } from '../../src/extension/panels/comparison/panel';
import { ModelChoice } from '../../src/extension/workspace/choice';
import { nameOf, sidecarOf } from '../../src/extension/workspace/location';
import { LocalFiles } from '../../src/extension/workspace/location';
import { findModels, formatBytes } from '../../src/extension/workspace/models';
import { ranked } from '../../src/extension/workspace/ranking';
import { unpackSample } from '../../src/extension/workspace/sample';
import { watchModels } from '../../src/extension/workspace/watch';
import { MemoryFiles } from './support/memory-files';
import { memento, root, temporaryFolder } from './support/services';

/** A folder of the workspace that goes when the test ends. */
async function inWorkspace(work: (folder: vscode.Uri) => Promise<void>): Promise<void> {
  const [{ uri }] = vscode.workspace.workspaceFolders ?? [];
  const folder = vscode.Uri.joinPath(uri, `models-${process.pid}`);
  try {
    await work(folder);
  } finally {
    await vscode.workspace.fs.delete(folder, { recursive: true });
  }
}

const write = (folder: vscode.Uri, place: string, text: string): Thenable<void> =>
  vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, place), new TextEncoder().encode(text));
const graphModel = JSON.stringify({
  format: 'graph-model',
  generatedBy: '2.4',
  modelTopology: { node: [] },
  weightsManifest: [{ paths: ['face%201.bin'], weights: [] }],
});
const layersModel = JSON.stringify({ modelTopology: { class_name: 'Sequential' }, weightsManifest: [] }, null, 2);

describe('models of all formats', () => {
  it('are found by their ending or, TensorFlow.js models, by what they hold', () =>
    inWorkspace(async (folder) => {
      await write(folder, 'net.keras', 'PK');
      await write(folder, 'old.h5', 'HDF');
      await write(folder, 'emotion/any name.json', graphModel);
      await write(folder, 'layers.json', layersModel);
      await write(folder, 'layers.json.lens.json', JSON.stringify({ format: 'graph-model' }));
      await write(folder, 'notes.json', JSON.stringify({ text: 'a modelTopology, without its meaning' }));
      await write(folder, 'list.json', JSON.stringify([{ modelTopology: {} }]));
      await write(folder, 'saved/saved_model.pb', 'x');
      await write(folder, 'node_modules/inner/model.json', graphModel);
      const found = (await findModels())
        .filter((uri) => uri.path.startsWith(folder.path))
        .map((uri) => uri.path.slice(folder.path.length + 1));
      assert.deepEqual(found, ['emotion/any name.json', 'layers.json', 'net.keras', 'old.h5', 'saved/saved_model.pb']);
    }));

  it('are told of when they, their shards, their variables or their sidecars change, and other JSON is not', () =>
    inWorkspace(async (folder) => {
      await write(folder, 'face.json', graphModel);
      await write(folder, 'notes.json', '{}');
      await write(folder, 'face 1.bin', 'weights');
      const told = new Set<string>();
      const watching = watchModels((model) => void told.add(model.path.slice(folder.path.length + 1)));
      try {
        const heard = async (model: string): Promise<boolean> => {
          for (let i = 0; i < 60 && !told.has(model); i++) await new Promise((resolve) => setTimeout(resolve, 50));
          return told.has(model);
        };
        const tells = async (place: string, model: string): Promise<void> => {
          await new Promise((resolve) => setTimeout(resolve, 500));
          told.clear();
          // Until the watcher is at work it hears nothing: what was written is written again, later than a burst lasts.
          for (let i = 0; i < 10; i++) {
            await write(folder, place, `${place.endsWith('face.json') ? graphModel : '{}'}${' '.repeat(i)}`);
            if (await heard(model)) break;
          }
          assert.deepEqual([...told], [model]);
        };
        await tells('face 1.bin', 'face.json');
        await tells('face.json', 'face.json');
        await tells('face.json.lens.json', 'face.json');
        // VS Code's watcher may miss a folder that is made inside one just made.
        for (const place of ['saved', 'saved/variables']) {
          await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(folder, place));
          await new Promise((resolve) => setTimeout(resolve, 500));
        }
        await tells('saved/variables/variables.index', 'saved/saved_model.pb');
        told.clear();
        await write(folder, 'notes.json', '{"more": 1}');
        await tells('net.keras', 'net.keras');
        await new Promise((resolve) => setTimeout(resolve, 700));
        told.clear();
        await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, 'face.json'));
        await heard('face.json');
        assert.deepEqual([...told], ['face.json']);
      } finally {
        watching.dispose();
      }
    }));

  it('are copied with their shards from virtual workspaces', async () => {
    const { uri: storage, remove } = temporaryFolder();
    const files = new Map([
      ['/m/face.json', graphModel],
      ['/m/face 1.bin', 'weights'],
      ['/m/face.json.lens.json', '{}'],
    ]);
    const provider = vscode.workspace.registerFileSystemProvider('lens-test', new MemoryFiles(files), {
      isReadonly: true,
    });
    try {
      const copy = vscode.Uri.file(await new LocalFiles(storage).pathOf(vscode.Uri.parse('lens-test:/m/face.json')));
      const names = (await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(copy, '..'))).map(([name]) => name);
      assert.deepEqual(names.sort(), ['face 1.bin', 'face.json', 'face.json.lens.json']);
    } finally {
      provider.dispose();
      remove();
    }
  });

  it('open in the Model editor when asked to, and JSON as text otherwise', () =>
    inWorkspace(async (folder) => {
      await write(folder, 'face.json', graphModel);
      const file = vscode.Uri.joinPath(folder, 'face.json');
      const input = (): unknown => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      const opens = async (holds: () => boolean): Promise<void> => {
        for (let i = 0; i < 500 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 20));
        assert.ok(holds());
      };
      await vscode.commands.executeCommand('vscode.open', file);
      await opens(() => input() instanceof vscode.TabInputText);
      await vscode.commands.executeCommand('saliency-lens.openModelEditor', file);
      await opens(() => input() instanceof vscode.TabInputCustom);
      assert.equal((input() as vscode.TabInputCustom).viewType, 'saliencyLens.jsonModel');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }));
});

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

  it('are offered with the one configured last on top, those used next, and what is damaged at the end', () =>
    inWorkspace(async (folder) => {
      const onnx = String.fromCharCode(8, 8, 18, 4) + 'test';
      for (const name of ['a.onnx', 'b.onnx', 'c.onnx', 'd.onnx']) await write(folder, name, onnx);
      await write(folder, '0.onnx', '');
      await write(folder, '1.onnx', '<html>not found</html>');
      await write(folder, '2.keras', 'no archive');
      await write(folder, '3.h5', 'no hierarchy');
      await write(folder, 'b.onnx.lens.json', '{}');
      await new Promise((resolve) => setTimeout(resolve, 20));
      await write(folder, 'd.onnx.lens.json', '{}');
      const place = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, name);
      const all = ['0.onnx', '1.onnx', '2.keras', '3.h5', 'a.onnx', 'b.onnx', 'c.onnx', 'd.onnx'].map(place);
      const order = await ranked(all, [place('c.onnx')]);
      assert.deepEqual(
        order.map(({ uri, group }) => `${nameOf(uri)} ${group}`),
        [
          ...['d.onnx configured', 'c.onnx used', 'b.onnx described', 'a.onnx other'],
          ...['0.onnx damaged', '1.onnx damaged', '2.keras damaged', '3.h5 damaged'],
        ],
      );
    }));

  it('are called with their folders where the workspace has two of one name', () =>
    inWorkspace(async (folder) => {
      for (const place of ['old/net.onnx', 'new/net.onnx', 'other.onnx']) await write(folder, place, 'x');
      const choice = new ModelChoice(memento());
      const called = (place: string) => choice.titleOf(vscode.Uri.joinPath(folder, place));
      assert.deepEqual(await Promise.all(['old/net.onnx', 'new/net.onnx', 'other.onnx'].map(called)), [
        'old/net.onnx',
        'new/net.onnx',
        'other.onnx',
      ]);
      const compared = comparedModels(['old/net.onnx', 'new/net.onnx'].map((one) => vscode.Uri.joinPath(folder, one)));
      assert.deepEqual(
        compared.map(({ name }) => name),
        ['old/net.onnx', 'new/net.onnx'],
      );
    }));

  it('that were made by the exporters people have are not taken for damaged', async () => {
    for (const { uri, group } of await ranked(await findModels(), [])) assert.notEqual(group, 'damaged', uri.path);
  });

  it('come with a sample that can be tried, and changed', async () => {
    const storage = temporaryFolder();
    try {
      const extensionUri = vscode.Uri.file(root);
      const { model, images } = await unpackSample({ extensionUri, globalStorageUri: storage.uri });
      assert.ok(model.path.startsWith(storage.uri.path));
      assert.ok(images.length >= 3);
      for (const uri of [model, sidecarOf(model), ...images]) await vscode.workspace.fs.stat(uri);
    } finally {
      storage.remove();
    }
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
