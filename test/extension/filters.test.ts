import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EngineProcess } from '../../src/extension/engine/process';
import { FiltersSession } from '../../src/extension/panels/filters/session';
import { ScatteringSession } from '../../src/extension/panels/scattering/session';
import type { Services } from '../../src/extension/services';
import { findModels } from '../../src/extension/workspace/models';
import type { FiltersToPanel } from '../../src/protocol/filters-panel';
import { valueOf } from '../../src/protocol/loading';
import { fakeServices, temporaryFolder } from './support/services';

describe('a filters session', () => {
  const folder = temporaryFolder();
  let services: Services;
  let engine: EngineProcess;
  let session: FiltersSession;
  let messages: FiltersToPanel[];

  beforeEach(() => {
    ({ services, engine } = fakeServices(folder.uri));
    messages = [];
    session = new FiltersSession(services, (message) => messages.push(message));
  });
  afterEach(() => {
    session.dispose();
    engine.dispose();
  });
  after(() => folder.remove());

  const file = (name: string): vscode.Uri => vscode.Uri.joinPath(folder.uri, name);
  const image = (name: string) => ({ uri: file(name).toString(), name, thumbnail: null });
  const reading = (): number => (valueOf(session.document.kernels) as unknown as { reading: number }).reading;
  /** The states a part went through. */
  const states = (part: 'layers' | 'kernels' | 'exciting'): string[] =>
    messages.flatMap((message) =>
      message.kind === 'update' && message.changes[part] ? [message.changes[part].state] : [],
    );

  it('reads the layers and the kernels of the first, or of the one that is named', async () => {
    await session.open(file('net.onnx'));
    assert.equal(session.document.layer, 'conv1');
    assert.equal(valueOf(session.document.kernels)?.layer.tensor, 'conv1');
    for (const [name, tensor] of [
      ['fc', 'fc'],
      ['features.0', 'conv1'],
      ['Gemm_1', 'fc'],
    ]) {
      await session.open(file('net.onnx'), name);
      assert.equal(valueOf(session.document.kernels)?.layer.tensor, tensor, name);
    }
  });

  it('drops an answer that was overtaken', async () => {
    await session.open(file('net.onnx'), 'fc');
    const slow = session.select('conv1');
    await session.select('fc');
    await slow;
    assert.equal(valueOf(session.document.kernels)?.layer.tensor, 'fc');
  });

  it('keeps showing the old kernels until the overwritten file is read, in the same layer', async () => {
    await session.open(file('net.onnx'), 'fc');
    const before = reading();
    messages.length = 0;
    await session.refresh();
    assert.equal(session.document.layer, 'fc');
    assert.ok(reading() > before);
    assert.deepEqual(
      new Set([...states('layers'), ...states('kernels')]),
      new Set(['done']),
      'nothing was blank in between',
    );
  });

  it('notes the health of a layer of a checkpoint once its kernels were read', async () => {
    await session.open(file('net.pt'));
    const health = () => valueOf(session.document.layers)?.layers.map((layer) => layer.health?.norm ?? null);
    assert.deepEqual(health(), [2, null]);
    await session.readHealth();
    assert.deepEqual(health(), [1, 1]);
  });

  it('computes feature maps once they are looked at, then for every layer and image', async () => {
    await session.open(file('net.onnx'));
    await session.addImages([image('a.png')]);
    assert.equal(session.document.features.state, 'none');
    await session.showFeatures();
    await session.addImages([image('b.png')]);
    await session.addImages([image('c.png')]);
    await session.select('fc');
    const shown = valueOf<unknown>(session.document.features) as { input: string; layer: string }[];
    assert.deepEqual(
      shown.map(({ input, layer }) => [vscode.Uri.file(input).path.split('/').pop(), layer]),
      [
        ['a.png', 'fc'],
        ['c.png', 'fc'],
      ],
      'the first stays, the second is replaced',
    );
    await session.removeImage(0);
    await session.removeImage(0);
    assert.equal(session.document.features.state, 'none');
  });

  it('runs nothing for a file of weights', async () => {
    await session.open(file('net.pt'));
    await session.showFeatures();
    await session.addImages([image('a.png')]);
    assert.equal(session.document.features.state, 'none');
  });

  it('looks for exciting images with progress, and stops when it is told to', async () => {
    await session.open(file('net.onnx'));
    session.useFolder(file('faces'));
    await session.excite(1);
    assert.deepEqual(
      valueOf(session.document.exciting)?.images.map(({ value }) => value),
      [1],
    );
    session.useFolder(file('slow'));
    const search = session.excite(0);
    while (session.document.exciting.state !== 'loading' || !JSON.stringify(session.document.exciting).includes('done'))
      await new Promise((resolve) => setTimeout(resolve, 10));
    session.cancel();
    await search;
    assert.equal(session.document.exciting.state, 'none');
  });

  it('says what is wrong with a file, and reads the next one', async () => {
    await session.open(file('corrupt.onnx'));
    const { layers } = session.document;
    assert.equal(layers.state === 'error' && layers.error.code, 'corrupt-model');
    await session.open(file('net.onnx'));
    assert.equal(session.document.kernels.state, 'done');
  });

  it('has a bank for every setting, and coefficients once they are looked at', async () => {
    const scattering = new ScatteringSession(services, () => undefined);
    const { settings } = scattering.document;
    await scattering.set({ ...settings, J: 2 });
    assert.equal(valueOf(scattering.document.bank)?.request.J, 2);
    await scattering.use(image('a.png'));
    const answer = () => valueOf(scattering.document.coefficients)?.request;
    assert.equal(answer(), undefined);
    await scattering.showCoefficients();
    await scattering.set({ ...settings, J: 3, height: 64 });
    assert.deepEqual(answer(), {
      input: vscode.Uri.joinPath(folder.uri, 'a.png').fsPath,
      J: 3,
      L: 8,
      maxOrder: 2,
      size: [64, 128],
    });
    await scattering.use(image('a.npy'));
    assert.deepEqual(
      answer(),
      { input: vscode.Uri.joinPath(folder.uri, 'a.npy').fsPath, J: 3, Q: [8, 1], maxOrder: 2 },
      'a signal has another transform',
    );
    await scattering.set({ ...settings, J: 7 });
    assert.equal(scattering.document.bank.state, 'error');
    scattering.dispose();
  });
});

describe('the commands for filters', () => {
  before(async () => void (await vscode.extensions.getExtension('saliency-lens.saliency-lens')?.activate()));
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const tabs = (viewType: string) =>
    vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes(viewType));
  const until = async (holds: () => boolean): Promise<void> => {
    for (let i = 0; i < 500 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(holds());
  };

  it('open a panel beside the code, one for each model', async () => {
    const [first, second] = await findModels();
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ content: 'torch.onnx.export(net, x, "net.onnx")' }),
    );
    await vscode.commands.executeCommand('saliency-lens.openFilters', first);
    await until(() => tabs('saliencyLens.filters').length === 1);
    assert.equal(tabs('saliencyLens.filters')[0].group.viewColumn, vscode.ViewColumn.Two);
    await vscode.commands.executeCommand('saliency-lens.openFilters', first);
    await vscode.commands.executeCommand('saliency-lens.openFilters', second);
    await until(() => tabs('saliencyLens.filters').length === 2);
  });

  it('take the model of the active editor', async () => {
    const [, model] = await findModels();
    await vscode.commands.executeCommand('vscode.openWith', model, 'saliencyLens.model');
    await vscode.commands.executeCommand('saliency-lens.openFilters');
    await until(() =>
      tabs('saliencyLens.filters').some(({ label }) => label.includes(model.path.split('/').pop() ?? '-')),
    );
  });

  it('show the scattering of an image in the one panel there is', async () => {
    const [image] = await vscode.workspace.findFiles('faces/test/**/*.png', undefined, 1);
    await vscode.commands.executeCommand('saliency-lens.openScattering');
    await vscode.commands.executeCommand('saliency-lens.openScattering', image);
    await until(() => tabs('saliencyLens.scattering').length === 1);
  });
});
