import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EngineProcess } from '../../src/extension/engine/process';
import { imagesIn } from '../../src/extension/workspace/images-below';
import { mapName, seriesOf } from '../../src/extension/panels/comparison/series';
import { ComparisonSession, type StoredComparison } from '../../src/extension/panels/comparison/session';
import { addedScatters } from '../../src/extension/panels/comparison/sums';
import { Snapshot } from '../../src/extension/panels/snapshot';
import { nameOf } from '../../src/extension/workspace/location';
import type { ComparisonToPanel } from '../../src/protocol/comparison-panel';
import type { MethodDescription } from '../../src/protocol/method';
import type { MethodChoice } from '../../src/protocol/explain-document';
import { fakeServices, temporaryFolder } from './support/services';
import { PAPER } from '../support/paper';

const described = (id: string, label: string): MethodDescription => ({
  id,
  label,
  group: '',
  paper: PAPER,
  shows: '',
  misleads: '',
  needs: [],
  params: [],
  signed: true,
  unit: 'score',
});
const methods = [described('gradient', 'Gradient'), described('grad-cam', 'Grad-CAM')];
const choices = methods.map(({ id }): MethodChoice => ({ method: id, selected: true, params: {}, layer: null }));

describe('a comparison session', () => {
  const folder = temporaryFolder();
  let engine: EngineProcess;
  let session: ComparisonSession;
  let messages: ComparisonToPanel[];
  const snapshot = (): Snapshot<StoredComparison> => new Snapshot(folder.uri, 'comparison');
  const make = (): ComparisonSession => {
    const fake = fakeServices(folder.uri);
    engine = fake.engine;
    return new ComparisonSession(fake.services, snapshot(), (message) => messages.push(message));
  };
  beforeEach(() => {
    messages = [];
    session = make();
  });
  afterEach(() => {
    session.dispose();
    engine.dispose();
  });
  after(() => folder.remove());

  const uri = (name: string): string => vscode.Uri.joinPath(folder.uri, name).toString();
  const inputs = (...names: string[]) => names.map((name) => ({ uri: uri(name), name, thumbnail: null }));
  const models = (...names: string[]) => names.map((name) => ({ uri: uri(name), name }));
  const states = () => session.document.images.map(({ state }) => state);
  const until = async (holds: () => boolean): Promise<void> => {
    for (let i = 0; i < 500 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(holds());
  };

  it('explains an image by each method and compares the maps', async () => {
    await session.open({ inputs: inputs('a.png'), models: models('fast.onnx'), methods, choices });
    assert.deepEqual(states(), ['done']);
    const { shown, labels, busy } = session.document;
    assert.ok(shown.state === 'done');
    assert.deepEqual(
      shown.value.comparison.result.maps.map(({ name }) => name),
      ['Gradient', 'Grad-CAM'],
    );
    assert.deepEqual(
      [shown.value.maps.length, shown.value.predicted, labels, busy],
      [2, ['cat'], ['cat', 'dog'], false],
    );
  });

  it('waits for Run with other methods, unless something else begins anew', async () => {
    const some = choices.map((choice, i) => ({ ...choice, selected: i < 2 }));
    const third: MethodChoice = { method: 'occlusion', selected: true, params: {}, layer: null };
    const known = [...methods, described('occlusion', 'Occlusion')];
    const none = { ...third, selected: false };
    await session.open({
      inputs: inputs('a.png'),
      models: models('fast.onnx'),
      methods: known,
      choices: [...some, none],
    });
    const { shown } = session.document;
    const maps = () => {
      const now = session.document.shown;
      return now.state === 'done' ? now.value.maps.length : 0;
    };
    session.choose([...some, third]);
    assert.deepEqual([session.document.shown, session.document.busy], [shown, false], 'nothing runs on a tick');
    const costs = () => session.document.costs.map(({ method, expectedPasses }) => [method, expectedPasses]);
    for (let i = 0; i < 200 && costs().length < 3; i++) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual(
      costs(),
      [...some, third].map(({ method }) => [method, 10]),
      'what it would cost is known',
    );
    session.choose([...some, none]);
    assert.equal(session.document.pending, null, 'taken back');
    session.choose([...some, third]);
    await session.run();
    assert.deepEqual([maps(), session.document.pending], [3, null]);
    session.choose([...some, none]);
    await session.modelChanged(vscode.Uri.parse(uri('fast.onnx')));
    assert.equal(maps(), 3, 'a model that is written anew is compared as it was');
    await session.open({ inputs: inputs('b.png') });
    assert.equal(maps(), 2);
  });

  it('goes through a folder, and past images that fail', async () => {
    await session.open({
      inputs: inputs('a.png', 'broken.png', 'b.png'),
      models: models('fast.onnx'),
      methods,
      choices,
    });
    assert.deepEqual(states(), ['done', 'error', 'done']);
    assert.deepEqual(
      [session.document.summary?.summary.images, session.document.current],
      [2, null],
      'all together at first',
    );
    assert.deepEqual([...(session.document.summary?.scatters[0].counts ?? [])], [2, 4]);
    await session.select(1);
    assert.equal(session.document.shown.state, 'error');
    await session.select(null);
    assert.equal(session.document.current, null);
    await session.select(2);
    assert.equal(session.document.shown.state, 'done');
  });

  it('says what is missing', async () => {
    const error = () => session.document.error?.what ?? '';
    await session.open({ inputs: [], models: models('fast.onnx'), methods, choices });
    assert.match(error(), /nothing to compare/);
    await session.open({ inputs: inputs('a.png'), models: [] });
    assert.match(error(), /No model/);
    await session.open({ models: models('fast.onnx'), choices: choices.slice(0, 1) });
    assert.match(error(), /One kind of map/);
    await session.open({ models: models('fast.onnx', 'fast2.onnx') });
    assert.deepEqual(
      [states(), session.document.error],
      [['done'], null],
      'two models and one method are two kinds of map',
    );
  });

  it('leaves out a method that fails from the beginning, while two kinds of maps remain', async () => {
    const broken = [...choices, { method: 'unfit', selected: true, params: {}, layer: null }];
    await session.open({ inputs: inputs('a.png', 'b.png'), models: models('fast.onnx'), methods, choices: broken });
    assert.deepEqual(states(), ['done', 'done']);
    assert.deepEqual(
      session.document.leftOut.map(({ name, error }) => [name, error.what]),
      [['unfit', 'no layer has spatial extent']],
    );
    await session.open({ choices: broken.slice(1) });
    assert.deepEqual(states(), ['error', 'error'], 'one kind of map is left');
    assert.deepEqual(session.document.leftOut, []);
  });

  it('keeps what is done when it is cancelled, and goes on from there', async () => {
    const opening = session.open({ inputs: inputs('a.png', 'b.png'), models: models('fast.onnx'), methods, choices });
    await until(() => states()[0] === 'done');
    session.cancel();
    await opening;
    assert.equal(session.document.busy, false);
    assert.deepEqual(states()[0], 'done');
    await session.run();
    assert.deepEqual([states(), session.document.summary?.summary.images], [['done', 'done'], 2]);
  });

  it('compares maps that were made elsewhere, without running anything', async () => {
    const map = { dims: [1, 2, 2], data: Float32Array.of(1, 2, 3, 4) };
    const given = {
      maps: [
        { name: 'one', map },
        { name: 'two', map },
      ],
      image: null,
      predictions: [],
      failed: [],
    };
    await session.open({ inputs: inputs('broken.png'), models: models('corrupt.onnx'), methods, choices: [] }, given);
    assert.deepEqual(states(), ['done']);
    assert.ok(session.document.shown.state === 'done' && session.document.shown.value.predicted === null);
  });

  it('begins anew when its model changes', async () => {
    await session.open({ inputs: inputs('a.png'), models: models('fast.onnx'), methods, choices });
    const before = session.document.shown;
    await session.modelChanged(vscode.Uri.parse(uri('other.onnx')));
    assert.equal(session.document.shown, before);
    await session.modelChanged(vscode.Uri.parse(uri('fast.onnx')));
    assert.notEqual(session.document.shown, before);
  });

  it('comes back after a reload', async () => {
    await session.open({ inputs: inputs('a.png', 'b.png'), models: models('fast.onnx'), methods, choices });
    await new Promise((resolve) => setTimeout(resolve, 600));
    const stored = await snapshot().load();
    assert.ok(stored);
    const later = make();
    await later.restore(stored, inputs('a.png', 'b.png'));
    assert.deepEqual(
      later.document.images.map(({ state }) => state),
      ['done', 'done'],
    );
    await later.select(1);
    assert.equal(later.document.shown.state, 'done', 'its maps are made again');
    later.dispose();
  });
});

describe('the parts of a comparison', () => {
  it('name every method, set-up and model', () => {
    const sweep = { steps: [10, 20] };
    const [gradient, cam] = choices;
    const document = {
      methods,
      models: [
        { uri: 'a', name: 'a.onnx' },
        { uri: 'b', name: 'b.onnx' },
      ],
      choices: [
        { ...gradient, sweep },
        { ...cam, selected: false },
      ],
    };
    assert.deepEqual(
      seriesOf(document).map(({ name }) => name),
      [
        'Gradient (steps 10) · a.onnx',
        'Gradient (steps 20) · a.onnx',
        'Gradient (steps 10) · b.onnx',
        'Gradient (steps 20) · b.onnx',
      ],
    );
    assert.equal(mapName('RISE', { seed: 3, cells: 7 }), 'RISE (seed 3, cells 7)');
  });

  it('add scatters cell by cell', () => {
    const one = { first: 'a', second: 'b', counts: Uint32Array.of(1, 2) };
    assert.deepEqual(addedScatters([one], [{ ...one, counts: Uint32Array.of(3, 4) }])[0].counts, Uint32Array.of(4, 6));
    assert.equal(addedScatters([], [one])[0], one);
  });

  it('take the images below a folder, without masks', async () => {
    const [root] = vscode.workspace.workspaceFolders ?? [];
    const storage = temporaryFolder();
    const { services, engine } = fakeServices(storage.uri);
    const places = ['faces', 'signals/test/x.npy'].map((name) => vscode.Uri.joinPath(root.uri, name));
    const images = await imagesIn(places, services, undefined);
    engine.dispose();
    storage.remove();
    assert.ok(images.length > 10 && images.every(({ path }) => !/\/masks\//.test(path)));
    assert.equal(nameOf(images.at(-1) as vscode.Uri), 'x.npy');
  });
});
