import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EngineProcess } from '../../src/extension/engine/process';
import { TrainingSession } from '../../src/extension/panels/training/session';
import { Trainings } from '../../src/extension/panels/training/trainings';
import type { Services } from '../../src/extension/services';
import { isReached } from '../../src/extension/workspace/milestones';
import type { TrainingChoice, TrainingDocument, TrainingSetup } from '../../src/protocol/training-panel';
import { fakeServices, temporaryFolder } from './support/services';

describe('a training session', () => {
  const storage = temporaryFolder();
  let services: Services;
  let engine: EngineProcess;
  let trainings: Trainings;
  let session: TrainingSession;
  const folder = (name: string): vscode.Uri => vscode.Uri.joinPath(storage.uri, name);
  const sessionOf = (): TrainingSession =>
    new TrainingSession(
      services,
      trainings,
      () => undefined,
      (place) => `page:${place.path}`,
      0,
    );
  beforeEach(() => {
    ({ services, engine } = fakeServices(storage.uri));
    trainings = new Trainings();
    session = sessionOf();
  });
  afterEach(() => {
    session.dispose();
    engine.dispose();
  });
  after(() => storage.remove());

  async function until(holds: (document: TrainingDocument) => boolean, of = session): Promise<void> {
    for (let i = 0; i < 500 && !holds(of.document); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(holds(of.document), JSON.stringify(of.document.run));
  }
  const setup = (): TrainingSetup => session.document.setup!;
  async function opened(name: string): Promise<void> {
    await session.open(folder(name));
    await session.choose({ ...setup(), out: folder(`out-${name}`).fsPath, epochs: 3 });
  }

  it('opens a folder with the usual choices, what it holds, and what a training would take', async () => {
    await session.open(folder('set'));
    const { error, results, inspection, differs } = session.document;
    assert.deepEqual([error, results, differs, inspection.state], [null, null, null, 'done']);
    assert.deepEqual(
      setup()
        .networks.filter(({ selected }) => selected)
        .map(({ id, params }) => [id, params]),
      [['cnn', { channels: [16, 32] }]],
    );
    assert.deepEqual(setup().optimiser, { id: 'adamw', params: { learningRate: 0.003 } });
    assert.match(setup().out, /training[\\/][^\\/]*set$/);
    await until(({ estimate }) => estimate.state === 'done');
  });

  it('asks for what is chosen, in the words of the command line', async () => {
    await opened('words');
    const networks: TrainingChoice[] = [
      { key: 'cnn', id: 'cnn', selected: true, params: { channels: [8, 16] } },
      { key: 'cnn 2', id: 'cnn', selected: true, params: { channels: [16, 32] } },
      { key: 'mlp', id: 'mlp', selected: false, params: { dropout: 0.2 } },
    ];
    const augmentations = [{ key: 'rotate', id: 'rotate', selected: true, params: { degrees: 30 } }];
    await session.choose({
      ...setup(),
      networks,
      augmentations,
      size: [24, 32],
      schedule: { id: 'one-cycle', params: { cycle: false } },
    });
    await session.sheet();
    assert.equal(
      session.document.sheet.state === 'done' && session.document.sheet.value.rows[0].name,
      'rotate:degrees=30',
    );
    await session.run();
    assert.equal(isReached('networkTrained'), true, 'the step of the walkthrough is ticked');
    const { request } = session.document.results!.result;
    assert.deepEqual(
      [request.networks, request.augmentations, request.optimiser, request.schedule, request.size],
      [
        ['cnn:channels=8x16', 'cnn'],
        ['rotate:degrees=30'],
        'adamw:learningRate=0.003',
        'one-cycle:cycle=false',
        [24, 32],
      ],
    );
    assert.deepEqual(
      [session.document.run, session.document.differs],
      [null, null],
      'what is shown is what was asked for',
    );
  });

  it('offers the models of the workspace as networks, and takes them up again', async () => {
    await opened('models');
    const { registries } = session.document;
    const own = registries!.networks.find(({ label }) => label === 'faces-cnn.onnx')!;
    assert.deepEqual(
      [own.isModel, own.description, own.params],
      [true, 'models/faces-cnn.onnx', registries!.modelParams],
    );
    const networks = setup().networks.map((choice) =>
      choice.id === own.id
        ? { ...choice, selected: true, params: { mode: 'continue' } }
        : { ...choice, selected: false },
    );
    await session.choose({ ...setup(), networks });
    await session.run();
    assert.deepEqual(session.document.results!.result.request.networks, [`${own.id}:mode=continue`]);
    await session.choose({ ...setup(), networks: networks.map((choice) => ({ ...choice, selected: false })) });
    await session.adopt();
    const chosen = setup().networks.filter(({ selected }) => selected);
    assert.deepEqual(chosen, [{ key: own.id, id: own.id, selected: true, params: { mode: 'continue' } }]);
  });

  it('goes on after a pause with the epochs there were, and shows what was there after a cancellation', async () => {
    await opened('slow');
    void session.run();
    await until(({ run }) => (run?.curves[0]?.history.length ?? 0) > 3);
    session.pause();
    await until(({ run }) => run?.state === 'paused');
    const before = session.document.run!.curves[0].history.length;
    void session.run();
    await until(({ run }) => run?.state === 'running' && (run.curves[0]?.history.length ?? 0) > before);
    const { history } = session.document.run!.curves[0];
    assert.deepEqual(
      history.map(({ epoch }) => epoch),
      Array.from({ length: history.length }, (_, k) => k + 1),
    );
    await session.cancel();
    assert.equal(session.document.run, null);
    assert.equal(session.document.setup?.epochs, 3, 'the set-up stays');
  });

  it('trains again at once after a cancellation that is still ending', async () => {
    await opened('slow-again');
    void session.run();
    await until(({ run }) => run?.state === 'running');
    const before = trainings.of(folder('slow-again').toString());
    void session.cancel();
    void session.run();
    void session.run();
    await until(({ run }) => run?.state === 'running');
    assert.notEqual(trainings.of(folder('slow-again').toString()), before);
    await session.cancel();
  });

  it('keeps training when its panel is closed, and tells whoever opens it again', async () => {
    await opened('slow-closed');
    void session.run();
    await until(({ run }) => run?.state === 'running');
    session.dispose();
    const again = sessionOf();
    await again.open(folder('slow-closed'), setup());
    assert.ok(again.document.run?.started);
    const { length } = again.document.run?.curves[0]?.history ?? [];
    await until(({ run }) => (run?.curves[0]?.history.length ?? 0) > length, again);
    await again.cancel();
    again.dispose();
  });

  it('goes on with what a reload has stopped, and offers to where it was paused', async () => {
    await opened('reloaded');
    const memo = { folder: folder('reloaded').toString(), setup: setup() };
    const paused = sessionOf();
    await paused.restore({ ...memo, run: 'paused' });
    assert.deepEqual([paused.document.run?.state, paused.document.results], ['paused', null]);
    paused.dispose();
    const other = sessionOf();
    await other.restore({ ...memo, run: 'running' });
    assert.ok(other.document.results, 'it ran to its end');
    other.dispose();
  });

  it('puts the results of other choices beside those that are shown', async () => {
    await opened('beside');
    const { out } = setup();
    await session.run();
    await session.choose({ ...setup(), epochs: 4 });
    assert.equal(session.document.differs, `${out}-2`);
    await session.run();
    assert.deepEqual([setup().out, session.document.results?.result.request.epochs], [`${out}-2`, 4]);
    await session.choose({ ...setup(), epochs: 9 });
    await session.adopt();
    assert.deepEqual([setup().epochs, session.document.differs], [4, null]);
  });

  it('opens a folder with the set-up of its results', async () => {
    await session.open(folder('found'));
    await session.choose({ ...setup(), epochs: 2, batch: 7 });
    await session.run();
    await services.context.workspaceState.update('training.setup', undefined);
    const later = sessionOf();
    await later.open(folder('found'));
    assert.deepEqual([later.document.setup?.batch, later.document.setup?.epochs, later.document.differs], [7, 2, null]);
    later.dispose();
  });

  it('leaves results of the command line alone that its own fields cannot tell', async () => {
    await session.open(folder('beyond'));
    await session.run();
    const { out } = setup();
    const asked = { ...session.document.results!.result.request, folder: folder('beyond').fsPath, out };
    for (const more of [{ leaveOneOut: true }, { heldOut: 0.2 }, { leastUpdates: 200 }]) {
      await services.engine.call('training.run', { ...asked, ...more });
      const later = sessionOf();
      await later.open(folder('beyond'));
      assert.equal(later.document.differs, `${out}-2`, JSON.stringify(more));
      later.dispose();
    }
  });

  it('says why a folder cannot be learned from, and why a training failed', async () => {
    await opened('empty');
    const { inspection } = session.document;
    assert.equal(inspection.state === 'error' && inspection.error.what, 'the folder holds no images');
    await session.run();
    assert.deepEqual([session.document.run?.state, session.document.run?.error?.code], ['failed', 'not-found']);
  });
});
