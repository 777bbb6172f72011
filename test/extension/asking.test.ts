import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { titleOf } from '../../src/extension/panels/explain/title';
import { askForImages } from '../../src/extension/workspace/image-choice';
import { rememberImage } from '../../src/extension/workspace/images';
import { nameOf } from '../../src/extension/workspace/location';
import { pickArray, pickModel, pickWeights } from '../../src/extension/workspace/picking';
import type { Services } from '../../src/extension/services';
import { fakeServices, memento, temporaryFolder } from './support/services';

describe('questions of the extension', () => {
  const { showOpenDialog, showQuickPick } = vscode.window;
  const elsewhere = vscode.Uri.file('/elsewhere/a.png');
  let asked: vscode.OpenDialogOptions[];
  let offered: readonly vscode.QuickPickItem[];
  let title: string | undefined;
  let state: vscode.Memento;
  let model: vscode.Uri | undefined;
  let fake: ReturnType<typeof fakeServices>;
  let context: Services['context'];
  const storage = temporaryFolder();

  beforeEach(() => {
    asked = [];
    [state, model] = [memento(), undefined];
    context = { workspaceState: state } as Services['context'];
    answers(0);
  });
  before(() => (fake = fakeServices(storage.uri)));
  after(() => {
    Object.assign(vscode.window, { showOpenDialog, showQuickPick });
    fake.engine.dispose();
    storage.remove();
  });

  /** The user takes the row with this label, or of this place among rows that can be taken. */
  function answers(row: number | string): void {
    Object.assign(vscode.window, {
      showOpenDialog: (options: vscode.OpenDialogOptions) =>
        Promise.resolve([elsewhere].filter(() => asked.push(options))),
      showQuickPick: (items: readonly vscode.QuickPickItem[], options: vscode.QuickPickOptions) => {
        [offered, title] = [items, options.title];
        const rows = items.filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator);
        return Promise.resolve(typeof row === 'number' ? rows[row] : rows.find(({ label }) => label === row));
      },
    });
  }

  it('say in a dialog what is asked, and what its button does', async () => {
    await pickModel();
    await pickArray();
    await pickWeights();
    assert.deepEqual(
      asked.map(({ title, openLabel }) => [title, openLabel]),
      [
        ['Browse for a Model', 'Use This Model'],
        ['Choose an Image or Array', 'Use This File'],
        ['Choose a Model or Weights', 'Show Filters'],
      ],
    );
  });

  it('offer the images of the workspace, that of last time first, for the model in use', async () => {
    [model] = await vscode.workspace.findFiles('**/faces-cnn.onnx', undefined, 1);
    const [image] = await vscode.workspace.findFiles('faces/test/**/*.png', undefined, 1);
    await rememberImage(state, image);
    assert.deepEqual((await askForImages({ ...fake.services, context }, model)).map(String), [String(image)]);
    assert.equal(title, 'Explain an Image With faces-cnn.onnx');
    assert.equal(offered.filter(({ label }) => label === nameOf(image)).length >= 1, true);
    assert.ok(!offered.some(({ label }) => /mask/.test(label)), 'masks are no images to explain');
  });

  it('lead to images elsewhere', async () => {
    answers('Browse for images…');
    assert.deepEqual(await askForImages({ ...fake.services, context }, model), [elsewhere]);
    assert.deepEqual([asked[0].title, asked[0].openLabel], ['Explain an Image', 'Explain']);
  });

  it('end in nothing where they are dismissed', async () => {
    answers('no such row');
    assert.deepEqual(await askForImages({ ...fake.services, context }, model), []);
  });

  it('name the image and the model in the tab of their answer', () => {
    const input = { uri: 'file:///a/dog.jpg', name: 'dog.jpg', thumbnail: null };
    const model = (name: string) => ({ uri: vscode.Uri.file(`/a/${name}`).toString(), name, hash: null });
    const inputs = [{ ...input, name: 'cat.png' }, input];
    assert.equal(titleOf({ inputs, current: 1, model: model('net.onnx') }), 'Explain dog.jpg · net.onnx');
    assert.equal(titleOf({ inputs, current: 0, model: model('face/model.json') }), 'Explain cat.png · face/model.json');
    assert.equal(titleOf({ inputs: [], current: 0, model: null }), 'Explain');
  });
});
