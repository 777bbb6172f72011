import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EngineProcess } from '../../src/extension/engine/process';
import { ExplainSession } from '../../src/extension/panels/explain/session';
import { Snapshot } from '../../src/extension/panels/snapshot';
import { sidecarOf } from '../../src/extension/workspace/location';
import { readSidecar } from '../../src/extension/workspace/sidecar';
import type { Services } from '../../src/extension/services';
import { cardIdOf } from '../../src/protocol/cards';
import { valueOf } from '../../src/protocol/loading';
import type { Card, ExplainDocument, ExplainInput, ExplainToPanel, Sweep } from '../../src/protocol/explain-panel';
import { fakeServices, temporaryFolder } from './support/services';

describe('an explain session', () => {
  const folder = temporaryFolder();
  let services: Services;
  let engine: EngineProcess;
  let session: ExplainSession;
  let messages: ExplainToPanel[];

  beforeEach(() => {
    ({ services, engine } = fakeServices(folder.uri));
    messages = [];
    session = new ExplainSession(services, new Snapshot<ExplainDocument>(folder.uri, 'explain'), (message) =>
      messages.push(message),
    );
  });
  afterEach(() => {
    session.dispose();
    engine.dispose();
  });
  after(() => folder.remove());

  const input = (name: string): ExplainInput => ({
    uri: vscode.Uri.joinPath(folder.uri, name).toString(),
    name,
    thumbnail: null,
  });
  const model = (name: string): vscode.Uri => vscode.Uri.joinPath(folder.uri, name);
  const card = (method: string): Card | undefined => session.document.cards.find((other) => other.method === method);
  const until = async (state: Card['state'], method = 'grad-cam', count = 1): Promise<Card> => {
    for (let i = 0; i < 500; i++) {
      const found = session.document.cards.filter((other) => other.method === method);
      if (found.length === count && found.every((other) => other.state === state)) return found[0];
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the card is ${JSON.stringify(card(method))}, not ${state}`);
  };

  it('predicts, runs the default methods and describes the model', async () => {
    await session.open([input('a.png')], model('fast.onnx'));
    assert.equal(session.document.prediction?.predictions[0].label, 'cat');
    await until('done');
    assert.deepEqual(
      session.document.cards.map(({ method }) => method),
      ['grad-cam'],
    );
    const states = messages.flatMap((message) => (message.kind === 'card' ? [message.card.state] : []));
    assert.deepEqual([states[0], states.at(-1)], ['waiting', 'done']);
    assert.ok(states.includes('running'));
    assert.equal(session.document.model?.hash, 'abc');
  });

  it('says everything to a page that was loaded again, what the methods cost, too', async () => {
    await session.open([input('a.png')], model('fast.onnx'));
    const costs = messages.filter(({ kind }) => kind === 'costs').at(-1);
    messages = [];
    session.tellAll();
    assert.deepEqual(messages, [{ kind: 'document', document: session.document }, costs]);
    await until('done');
  });

  it('keeps thresholds of labels in the sidecar, and makes nothing anew for them', async () => {
    const of = model('fast.onnx');
    await session.open([input('a.png')], of);
    await until('done');
    await session.thresholds.write([0.25, 0.75]);
    assert.deepEqual((await readSidecar(of)).thresholds, [0.25, 0.75]);
    const kept = session.document.prediction!.predictions.map(({ index, threshold }) => [index, threshold]);
    assert.deepEqual(kept.slice(0, 1), [[0, 0.25]]);
    await session.modelChanged();
    assert.equal(session.document.outdated, false);
    await session.modelChanged();
    assert.equal(session.document.outdated, true, 'any other change is one');
    await vscode.workspace.fs.delete(sidecarOf(of));
  });

  it('shows the images of a folder nearest to the one shown, until it shows another', async () => {
    await session.open([input('a.png'), input('b.png')], model('fast.onnx'));
    await until('done');
    const asShown = (files: readonly vscode.Uri[]): ExplainInput[] =>
      files.map((uri) => ({ ...input('n.png'), uri: uri.toString() }));
    await session.showNearest(folder.uri, asShown);
    const value = valueOf(session.document.nearest)!;
    assert.deepEqual(
      value.images.map(({ uri, similarity }) => [uri, similarity]),
      [[vscode.Uri.file('/near/one.png').toString(), 0.9]],
    );
    assert.ok(messages.some((message) => message.kind === 'update' && message.changes.nearest?.state === 'loading'));
    await session.select(1);
    assert.equal(session.document.nearest.state, 'none');
    await until('done');
  });

  it('knows the true class of an image whose folder is called by one, and of one that it is told of', async () => {
    await session.open([input('Cat/a.png'), input('b.png'), { ...input('c.png'), truth: 'dog' }], model('fast.onnx'));
    const truth = (): string | undefined => session.document.inputs[session.document.current].truth;
    assert.equal(truth(), 'cat');
    await session.select(1);
    assert.equal(truth(), undefined);
    await session.select(2);
    assert.equal(truth(), 'dog');
    await until('done');
  });

  it('brings back a finished map that was taken away, without running it again', async () => {
    await session.open([input('a.png')], model('fast.onnx'));
    const first = await until('done');
    const { choices } = session.document;
    await session.choose(
      choices.map((choice) => ({ ...choice, selected: false })),
      false,
    );
    assert.equal(card('grad-cam'), undefined);
    messages = [];
    await session.choose(choices, false);
    assert.equal(card('grad-cam'), first);
    assert.ok(
      messages.some((message) => message.kind === 'card' && message.card === first),
      'the page is told',
    );
    await session.choose(choices, true);
    assert.equal(card('grad-cam'), first, 'Run has nothing to do');
    const others = choices.map((choice) => ({ ...choice, params: { ...choice.params, relu: false } }));
    await session.choose(
      others.map((choice) => ({ ...choice, selected: false })),
      false,
    );
    await session.choose(others, false);
    assert.equal(card('grad-cam'), undefined, 'it is not the map of other parameters');
  });

  it('explains a box of the image as what the detector has there, and the surest one where that cannot be told', async () => {
    const box = { index: 1, corners: [2, 4, 6, 8] } as const;
    await session.open([input('a.png')], model('fast.onnx'), { box });
    assert.deepEqual(session.document.box, { index: 1, corners: [1, 2, 3, 4], proposal: 7, quantity: 'score' });
    await session.open([input('a.png')], model('corrupt.onnx'), { box });
    assert.equal(session.document.box, null);
  });

  it('asks what a model takes beside the image, with what its recipe says of it', async () => {
    const { fs } = vscode.workspace;
    const sidecar = vscode.Uri.joinPath(folder.uri, 'pair.onnx.lens.json');
    await fs.writeFile(sidecar, Buffer.from(JSON.stringify({ inputs: { other: 0 } })));
    await session.open([input('a.png')], model('pair.onnx'));
    await until('done');
    const { all, stated } = session.document.modelInputs!;
    assert.deepEqual([all.map(({ name }) => name), stated], [['image', 'other'], { other: 0 }]);
    await session.open([input('a.png')], model('fast.onnx'));
    await until('done');
    assert.equal(session.document.modelInputs, null);
  });

  it('computes only what has changed', async () => {
    await session.open([input('a.png')], model('fast.onnx'));
    const first = await until('done');
    const choices = session.document.choices.map((choice) => ({ ...choice, selected: true }));
    await session.choose(choices, true);
    await until('done', 'gradient');
    assert.equal(card('grad-cam'), first, 'the finished card is kept');
    await session.explanation.retarget({ target: 1, region: null, box: null });
    assert.notEqual(card('grad-cam'), first, 'another target is another map');
    await until('done');
    const second = card('grad-cam');
    const box = { index: 1, corners: [1, 2, 3, 4], proposal: 7, quantity: 'score' } as const;
    await session.explanation.retarget({ target: 1, region: null, box });
    assert.notEqual(card('grad-cam'), second, 'another box is another map');
    await until('done');
  });

  it('makes anew what shows an explainer, once another was learned', async () => {
    await session.open([input('a.png')], model('fast.onnx'));
    await until('done');
    await session.choose(
      session.document.choices.map((choice) => ({ ...choice, selected: true })),
      true,
    );
    await until('done', 'gradient');
    const before = [card('grad-cam'), card('gradient')];
    const { methods } = session.document;
    const learned = methods.map((method) =>
      method.id === 'gradient' ? { ...method, group: 'learned' as const } : method,
    );
    Object.assign(session.document, { methods: learned });
    await session.explainerChanged();
    assert.notEqual(card('gradient'), before[1], 'the explainer of before is gone');
    await until('done', 'gradient');
    assert.equal(card('grad-cam'), before[0], 'other maps stay');
  });

  it('explains several classes together, and how near the image is to others, for every image of the strip', async () => {
    await session.open([input('a.png'), input('b.png')], model('fast.onnx'));
    await until('done');
    const first = card('grad-cam');
    await session.explanation.retarget({ target: null, region: null, box: null, group: [0, 1] });
    assert.notEqual(card('grad-cam'), first, 'several classes are another target');
    await until('done');
    const image = vscode.Uri.parse(session.document.inputs[1].uri);
    await session.explanation.addReferences([image]);
    await until('done');
    await session.explanation.addReferences([image]);
    assert.deepEqual(session.document.references, { files: [image.toString()], measure: 'similarity' });
    assert.equal(session.document.group, null);
    await session.select(1);
    await until('done');
    assert.equal(session.document.references?.files.length, 1);
  });

  it('says how the model is fed, and predicts anew once its recipe was changed, for the same class', async () => {
    await session.open([input('a.png')], model('fast.onnx'));
    await until('done');
    for (let i = 0; i < 100 && !session.document.recipe; i++) await new Promise((resolve) => setTimeout(resolve, 20));
    const { named, labelFiles } = session.document.recipe!;
    assert.deepEqual([named, labelFiles.map(({ name }) => name)], [0, ['names.txt']]);
    await session.explanation.retarget({ target: 1, region: null, box: null });
    await until('done');
    const { prediction } = session.document;
    await session.modelChanged();
    assert.equal(session.document.outdated, true);
    await session.explanation.run();
    assert.equal(session.document.outdated, false);
    assert.notEqual(session.document.prediction, prediction, 'of the new recipe');
    assert.equal(session.document.target, 1);
  });

  it('shows every layer for the target and the region of the cards, and drops the answer when they change', async () => {
    await session.open([input('a.png')], model('fast.onnx'));
    await until('done');
    const region = { dims: [2, 2], data: Float32Array.of(0, 1, 0, 0) };
    await session.explanation.retarget({ target: 1, region, box: null });
    await session.explanation.showLayers();
    const shown = session.document.layerOverview as unknown as { request: object };
    const { target, targetRegion } = shown.request as { target?: number; targetRegion?: typeof region };
    assert.deepEqual([target, targetRegion?.dims, [...(targetRegion?.data ?? [])]], [1, [2, 2], [0, 1, 0, 0]]);
    const asked = session.explanation.showLayers();
    await session.explanation.retarget({
      target: 1,
      region: { ...region, data: Float32Array.of(1, 0, 0, 0) },
      box: null,
    });
    await asked;
    assert.equal(session.document.layerOverview, null, 'it belongs to another region');
    await until('done');
  });

  it('compares values: a card for each combination, computed once, and one card again', async () => {
    await session.open([input('a.png')], model('fast.onnx'));
    await until('done');
    const withSweep = (sweep?: Sweep) => session.document.choices.map((choice) => ({ ...choice, sweep }));
    await session.choose(withSweep({ steps: [1, 2], seed: [3] }), true);
    const cards = () => session.document.cards.map((one) => [cardIdOf(one), one.state]);
    await until('done', 'grad-cam', 2);
    assert.deepEqual(
      cards(),
      ['grad-cam,steps=1,seed=3', 'grad-cam,steps=2,seed=3'].map((id) => [id, 'done']),
    );
    const results = session.document.cards.flatMap((one) => (one.state === 'done' ? [one.result] : []));
    assert.deepEqual(
      results.map(({ params, seed }) => [params, seed]),
      [1, 2].map((steps) => [{ steps }, 3]),
    );
    const [first] = session.document.cards;
    await session.choose(withSweep({ steps: [1, 5], seed: [3] }), true);
    assert.equal(session.document.cards[0], first, 'a finished combination is kept');
    await session.choose(withSweep(), true);
    await until('done');
    assert.deepEqual(cards(), [['grad-cam', 'done']]);
  });

  it('adds up what the cards of a comparison cost, forward passes they share once', async () => {
    await session.open([input('a.png')], model('fast.onnx'));
    await until('done');
    await session.choose(
      session.document.choices.map((choice) => ({ ...choice, sweep: { steps: [1, 5], scale: [1, 2] } })),
      false,
    );
    const costsOf = () =>
      messages
        .flatMap((message) => (message.kind === 'costs' ? message.costs : []))
        .filter(({ method }) => method === 'grad-cam');
    while (costsOf().length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(costsOf().at(-1)?.expectedPasses, 2 * 50, 'another scale is another cache');
  });

  it('says that the engine stopped, keeps the prediction and runs again', async () => {
    await session.open([input('a.png')], model('slow.onnx'));
    await until('running');
    process.kill(engine.pid as number, 'SIGKILL');
    const failed = await until('error');
    assert.equal(failed.state === 'error' && failed.error.code, 'engine-stopped');
    assert.ok(session.document.prediction);
    await session.explanation.retry('grad-cam');
    await until('running');
  });

  it('cancels at once, also a run that does not listen', async () => {
    await session.open([input('a.png')], model('hang.onnx')).catch(() => undefined);
    await until('running');
    session.cards.cancel('grad-cam');
    assert.equal(card('grad-cam')?.state, 'cancelled');
    await session.useModel(model('fast.onnx'));
    await until('done');
  });

  it('keeps what there was when it was cancelled: the last map at once, then the result of a method that can stop anywhere', async () => {
    await session.open([input('a.png')], model('anytime.onnx'));
    let running = await until('running');
    while (running.state === 'running' && !running.map) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      running = await until('running');
    }
    session.cards.cancel('grad-cam');
    const cancelled = card('grad-cam');
    assert.ok(cancelled?.state === 'cancelled' && cancelled.map && cancelled.passes >= 1, cancelled?.state);
    assert.equal(cancelled.expectedPasses, 10);
    const partial = await until('done');
    assert.ok(partial.state === 'done' && partial.result.stopped);
    await session.explanation.run();
    assert.notEqual(card('grad-cam')?.state, 'done', 'what was stopped is run again');
    const whole = await until('done');
    assert.ok(whole.state === 'done' && !whole.result.stopped);
    await session.explanation.run();
    assert.equal(card('grad-cam')?.state, 'done');
  });

  it('shows a bad input as one error and takes the next good one', async () => {
    await session.open([input('broken.png'), input('a.png')], model('fast.onnx'));
    assert.equal(session.document.error?.code, 'corrupt-image');
    assert.deepEqual(session.document.cards, []);
    await session.select(1);
    assert.equal(session.document.error, null);
    await until('done');
  });

  it('says so where there is no model', async () => {
    await session.open([input('a.png')], undefined);
    assert.equal(session.document.error?.code, 'not-found');
  });

  it('comes back after a reload without computing finished maps again', async () => {
    await session.open([input('a.png')], model('fast.onnx'));
    const finished = await until('done');
    await new Promise((resolve) => setTimeout(resolve, 800));
    const stored = await new Snapshot<ExplainDocument>(folder.uri, 'explain').load();
    assert.ok(stored);
    const later: ExplainToPanel[] = [];
    const other = new ExplainSession(services, new Snapshot<ExplainDocument>(undefined, 'explain'), (message) =>
      later.push(message),
    );
    await other.restore(stored, stored.inputs);
    const [shown] = other.document.cards;
    assert.equal(shown.state, 'done');
    assert.deepEqual(shown.state === 'done' && shown.result.map, finished.state === 'done' && finished.result.map);
    assert.equal(
      later.some(({ kind }) => kind === 'card'),
      false,
    );
    other.dispose();
  });
});
