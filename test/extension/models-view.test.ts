import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EngineProcess } from '../../src/extension/engine/process';
import { placeOf, type LayerNode, type Node } from '../../src/extension/views/models/node';
import { ModelsProvider } from '../../src/extension/views/models/provider';
import { ModelCatalog } from '../../src/extension/workspace/catalog';
import { ModelChoice } from '../../src/extension/workspace/choice';
import { nameOf } from '../../src/extension/workspace/location';
import { fakeServices, memento, temporaryFolder } from './support/services';

describe('the Models view', () => {
  const folder = temporaryFolder();
  let view: ModelsProvider;
  let engine: EngineProcess;
  let models: ModelChoice;
  let catalog: ModelCatalog;

  beforeEach(() => {
    const fake = fakeServices(folder.uri);
    engine = fake.engine;
    models = new ModelChoice(memento());
    catalog = new ModelCatalog();
    view = new ModelsProvider({ ...fake.services, models, catalog });
  });
  afterEach(() => {
    view.dispose();
    catalog.dispose();
    engine.dispose();
  });
  after(() => folder.remove());

  const rows = async (): Promise<vscode.Uri[]> =>
    (await view.getChildren()).filter((node): node is vscode.Uri => node instanceof vscode.Uri);
  const named = async (name: string): Promise<vscode.Uri> =>
    (await rows()).find((uri) => nameOf(uri) === name) as vscode.Uri;

  it('lists the models of the workspace with the one in use marked', async () => {
    const names = (await rows()).map(nameOf);
    assert.ok(names.includes('faces-cnn.onnx') && names.includes('signals-cnn1d.onnx'), names.join(', '));
    let told = 0;
    view.onDidChangeTreeData(() => told++);
    const cnn = await named('faces-cnn.onnx');
    await models.use(cnn);
    assert.equal(told, 1);
    const [used, other] = await Promise.all([
      view.getTreeItem(cnn),
      view.getTreeItem(await named('signals-cnn1d.onnx')),
    ]);
    assert.match(String(used.description), /^in use · [\d.]+ [kM]B · models$/);
    assert.deepEqual([used.contextValue, other.contextValue], ['model.used', 'model.other']);
    assert.doesNotMatch(String(other.description), /in use/);
  });

  it('says first how an image is explained, and by which model', async () => {
    const [first] = await view.getChildren();
    const before = await view.getTreeItem(first);
    assert.deepEqual([before.label, before.command?.command], ['Explain an image…', 'saliency-lens.explainImage']);
    await models.use(await named('faces-cnn.onnx'));
    assert.equal((await view.getTreeItem(first)).description, 'with faces-cnn.onnx');
  });

  it('explains an image with the model that is clicked on, and shows the filters of weights', async () => {
    const cnn = await named('faces-cnn.onnx');
    const { command, tooltip } = await view.getTreeItem(cnn);
    assert.deepEqual([command?.command, command?.arguments], ['saliency-lens.explainWithModel', [cnn]]);
    assert.match(String(tooltip), /Click to explain an image with it/);
    const weights = vscode.Uri.joinPath(folder.uri, 'net.safetensors');
    assert.equal((await view.getTreeItem(weights)).command?.command, 'saliency-lens.showFilters');
  });

  it('unfolds a model into its layers, which open their filters', async () => {
    const cnn = await named('faces-cnn.onnx');
    assert.equal(engine.pid, undefined, 'the list alone starts no engine');
    const layers = (await view.getChildren(cnn)) as LayerNode[];
    assert.deepEqual(
      layers.map(({ layer }) => layer.tensor),
      ['conv1', 'fc'],
    );
    const item = await view.getTreeItem(layers[0]);
    assert.deepEqual([item.label, item.description, item.contextValue], ['features.0', 'Conv 8 × 3 × 3 × 3', 'layer']);
    assert.equal((await view.getTreeItem(layers[1])).description, 'Gemm 4 × 8');
    assert.deepEqual(placeOf(item.command?.arguments?.[0]), { model: cnn, layer: 'conv1' });
    assert.deepEqual(await view.getChildren(layers[0]), []);
  });

  it('says why a model has no layers to show', async () => {
    const [note, ...others] = await view.getChildren(vscode.Uri.joinPath(folder.uri, 'corrupt.onnx'));
    assert.equal(others.length, 0);
    assert.match(String((await view.getTreeItem(note)).label), /the file ends early/);
    const [none] = await view.getChildren(vscode.Uri.joinPath(folder.uri, 'bare.onnx'));
    assert.equal((await view.getTreeItem(none)).label, 'No layer has filters.');
  });

  it('follows models that come and go, weights without a graph among them', async () => {
    const root = (vscode.workspace.workspaceFolders ?? [])[0].uri;
    const fresh = vscode.Uri.joinPath(root, 'fresh.safetensors');
    assert.equal(await named('fresh.safetensors'), undefined);
    await vscode.workspace.fs.writeFile(fresh, new Uint8Array(8));
    try {
      assert.equal(await named('fresh.safetensors'), undefined, 'the list is kept until something changed');
      catalog.changed(fresh);
      const item = await view.getTreeItem(await named('fresh.safetensors'));
      assert.deepEqual([item.contextValue, item.description], ['weights', 'weights · 8 B']);
    } finally {
      await vscode.workspace.fs.delete(fresh);
    }
  });

  it('tells the place of a row from anything else a command may be given', () => {
    const uri = vscode.Uri.file('/a.onnx');
    const cases: [unknown, ReturnType<typeof placeOf>][] = [
      [uri, { model: uri }],
      [{ model: uri, note: 'x' } satisfies Node, { model: uri }],
      [undefined, undefined],
      [{ model: '/a.onnx' }, undefined],
      [null, undefined],
    ];
    for (const [given, expected] of cases) assert.deepEqual(placeOf(given), expected);
  });
});
