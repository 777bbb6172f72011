import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isOptedIn, testSubjects } from '../../src/extension/testing/subjects';
import { ModelCatalog } from '../../src/extension/workspace/catalog';
import { ModelChoice } from '../../src/extension/workspace/choice';
import { section } from '../../src/extension/workspace/settings';
import { fakeServices, memento, temporaryFolder } from './support/services';

describe('the subjects of tests', () => {
  const folder = temporaryFolder();
  const catalog = new ModelCatalog();
  const fake = fakeServices(folder.uri);
  const services = { ...fake.services, catalog, models: new ModelChoice(memento()) };
  after(() => {
    catalog.dispose();
    fake.engine.dispose();
    folder.remove();
  });
  afterEach(async () => {
    for (const name of ['testing.folders', 'testing.suites'])
      await vscode.workspace.getConfiguration(section).update(name, undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('come from the settings, and from suite files where that is switched on', async () => {
    const [{ uri: root }] = vscode.workspace.workspaceFolders ?? [];
    const values = () => vscode.workspace.getConfiguration(section);
    assert.equal(isOptedIn(), false);
    await values().update(
      'testing.folders',
      ['faces/test', { folder: '/elsewhere', model: 'models/faces-cnn.onnx', method: 'gradient', iou: 0.3 }],
      vscode.ConfigurationTarget.Workspace,
    );
    assert.equal(isOptedIn(), true);
    const [plain, full] = await testSubjects(services);
    assert.deepEqual(
      [plain.folder.path, plain.model, plain.method.method, plain.iou],
      [`${root.path}/faces/test`, undefined, 'grad-cam', undefined],
    );
    assert.deepEqual(
      [full.folder.path, full.model?.path, full.method.method, full.iou],
      ['/elsewhere', `${root.path}/models/faces-cnn.onnx`, 'gradient', 0.3],
    );
    const suite = {
      folder: '/suite/images',
      models: ['/suite/a.onnx', '/suite/b.onnx'],
      methods: [{ method: 'gradient', params: {} }],
      labelling: 'folders',
    };
    const texts = { 'one.lens-suite.json': JSON.stringify(suite), 'broken.lens-suite.json': '{' };
    const written = Object.keys(texts).map((name) => vscode.Uri.joinPath(root, name));
    for (const [i, text] of Object.values(texts).entries())
      await vscode.workspace.fs.writeFile(written[i], new TextEncoder().encode(text));
    try {
      await values().update('testing.suites', true, vscode.ConfigurationTarget.Workspace);
      const all = (await testSubjects(services)).filter(({ folder: { path } }) => path === '/suite/images');
      assert.deepEqual(
        all.map(({ model, method, labelling }) => [model?.path, method.method, labelling]),
        [
          ['/suite/a.onnx', 'gradient', 'folders'],
          ['/suite/b.onnx', 'gradient', 'folders'],
        ],
      );
    } finally {
      for (const file of written) await vscode.workspace.fs.delete(file);
    }
  });
});
