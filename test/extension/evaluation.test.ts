import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EvaluationSession } from '../../src/extension/panels/evaluation/session';
import { evaluationForEach } from './support/evaluations';

describe('an evaluation session', () => {
  const own = evaluationForEach();

  it('opens a folder with the usual choices, and previews its labels', async () => {
    await own.session.open({ folder: own.folder('test') });
    const { inspection, setup, results, error } = own.session.document;
    assert.deepEqual([error, results, inspection?.images], [null, null, 4]);
    assert.deepEqual([own.chosen('methods'), own.chosen('metrics')], [['grad-cam'], ['iou']]);
    assert.match(setup?.out ?? '', /evaluation[\\/][^\\/]*test$/);
    assert.equal(own.session.document.folder?.base, `page:${own.folder('test').path}`);
  });

  it('knows what its maps will cost under all models, and which none of them can have', async () => {
    await own.opened('test');
    const cost = (key: string) =>
      own.session.document.costs.map(({ methods }) => methods.find((one) => one.key === key));
    const [alone] = cost('grad-cam');
    assert.ok(alone!.expectedPasses > 0);
    const choose = (models: string[]) => own.session.choose({ ...own.session.document.setup!, models });
    await choose([own.model('a.onnx'), own.model('b.onnx')]);
    assert.deepEqual(cost('grad-cam'), [alone, alone]);
    await choose([own.model('a.onnx'), own.model('opaque.onnx')]);
    assert.deepEqual(
      cost('grad-cam').map((one) => one?.unavailable),
      [undefined, 'it cannot look inside'],
    );
    await choose([own.model('opaque.onnx')]);
    assert.equal(cost('grad-cam')[0]?.unavailable, 'it cannot look inside');
  });

  it('knows in seconds what maps will take, by a pass of each model on an image of the folder', async () => {
    await own.opened('timed-animals');
    const seconds = () => own.session.document.costs.map(({ secondsPerPass }) => secondsPerPass);
    await own.until(() => seconds()[0] !== undefined);
    assert.deepEqual(seconds(), [0.01], 'the double says 0.01 s of every pass');
    const { setup } = own.session.document;
    await own.session.choose({ ...setup!, methods: setup!.methods.map((one) => ({ ...one, selected: true })) });
    assert.deepEqual(seconds(), [0.01], 'other methods take passes as long');
  });

  it('knows what metrics run of every map, also with other values', async () => {
    await own.opened('test');
    const scored = () => own.session.document.costs[0].metrics.map((one) => [one.key, one.scored]);
    assert.deepEqual(scored(), [
      ['average-drop', 1],
      ['iou', 0],
    ]);
    const { setup } = own.session.document;
    const metrics = setup!.metrics.map((one) => ({ ...one, params: { ...one.params, samples: 3 } }));
    await own.session.choose({ ...setup!, metrics });
    assert.deepEqual(scored()[0], ['average-drop', 3]);
  });

  it('ticks no metric of masks where there are none, unless somebody does', async () => {
    await own.session.open({ folder: own.folder('unmasked') });
    assert.deepEqual(own.chosen('metrics'), []);
    const { setup } = own.session.document;
    await own.session.choose({ ...setup!, metrics: setup!.metrics.map((one) => ({ ...one, selected: true })) });
    await own.session.choose({ ...own.session.document.setup!, labelling: 'table' });
    assert.deepEqual(own.chosen('metrics'), ['average-drop', 'iou']);
  });

  it('takes a model that knows the labels where the one used last does not, but none against a choice', async () => {
    const offered = ['segmenter.onnx', 'cat.onnx', 'cat-and-dog.onnx'].map((name) => own.folder(name));
    own.services.models.likeliest = async () => offered;
    own.services.models.current = async () => offered[0];
    await own.session.open({ folder: own.folder('animals') });
    assert.deepEqual(own.session.document.setup?.models, [own.model('cat-and-dog.onnx')]);
    const ticked = own.messages.flatMap((message) =>
      message.kind === 'update' && message.changes.setup && message.changes.models === undefined
        ? [message.changes.setup.models]
        : [],
    );
    const seen = ticked.slice(ticked.findIndex((models) => models.length === 0));
    assert.deepEqual(new Set(seen.flat()), new Set([own.model('cat-and-dog.onnx')]), 'none is ticked and taken back');
    const told = own.messages.flatMap((message) => (message.kind === 'update' ? (message.changes.fitting ?? []) : []));
    assert.deepEqual(told, [true, false]);
    assert.ok(own.session.document.inspection?.classes.every(({ unknownTo }) => unknownTo.length === 0));
    await own.session.choose({ ...own.session.document.setup, models: [own.model('segmenter.onnx')] });
    assert.deepEqual(own.session.document.setup?.models, [own.model('segmenter.onnx')]);
    await own.session.open({ folder: own.folder('test') });
    assert.deepEqual(own.session.document.setup?.models, [own.model('segmenter.onnx')], 'labels that any model has');
  });

  it('inspects again when the labelling is changed, and says what is wrong with it', async () => {
    await own.session.open({ folder: own.folder('test') });
    await own.session.choose({ ...own.session.document.setup!, labelling: 'coco' });
    assert.equal(own.session.document.inspectionError?.what, 'labels cannot be read as coco');
    await own.session.choose({ ...own.session.document.setup!, labelling: 'table' });
    assert.deepEqual(
      [own.session.document.inspectionError, own.session.document.inspection?.labelling.id],
      [null, 'table'],
    );
  });

  it('runs, tells how far it is, and shows the results', async () => {
    await own.opened('test');
    await own.session.runs.start();
    assert.equal(own.session.document.run, null);
    const { summary } = own.session.document.results!;
    assert.deepEqual(
      summary.models.map(({ path: file }) => path.basename(file)),
      ['a.onnx'],
    );
    const states = own.messages.flatMap((message) =>
      message.kind === 'update' && message.changes.run ? [message.changes.run] : [],
    );
    assert.equal(states[0].state, 'starting');
    assert.ok(states.some(({ state, progress }) => state === 'running' && progress?.total === 4));
    assert.deepEqual((await own.session.questions.images({ model: 0, method: 0 })).names, ['a.png']);
    await assert.rejects(own.session.questions.images({ model: 3, method: 0 }), { what: 'there is no such model' });
  });

  it('sets up what the results it finds were made with', async () => {
    await own.opened('test');
    const { out } = own.session.document.setup!;
    await own.session.choose({
      ...own.session.document.setup!,
      models: [own.model('a.onnx'), own.model('b.onnx')],
      seed: 7,
    });
    await own.session.runs.start();
    const { setup } = own.session.document;
    assert.equal(own.session.document.differs, null, 'a run just done is the one that would run again');
    const later = new EvaluationSession(
      own.services,
      () => undefined,
      () => '',
    );
    await later.open({ folder: own.folder('test'), setup: { ...setup!, models: [own.model('c.onnx')] } });
    assert.deepEqual(later.document.differs, { parts: ['models'], out: `${out}-2` });
    await later.adopt();
    assert.deepEqual(later.document.setup?.models, setup?.models);
    assert.equal(later.document.differs, null);
    later.dispose();
  });

  it('puts the results of another set-up beside those that are shown', async () => {
    await own.opened('test');
    const first = own.session.document.setup!;
    await own.session.runs.start();
    const shown = own.session.document.results;
    await own.session.choose({ ...first, models: [...first.models, own.model('b.onnx')] });
    assert.deepEqual(own.session.document.differs, { parts: ['models'], out: null }, 'one model more replaces nothing');
    await own.session.choose({ ...first, models: [own.model('b.onnx')] });
    assert.deepEqual(own.session.document.differs, { parts: ['models'], out: `${first.out}-2` });
    await own.session.runs.start();
    assert.equal(own.session.document.setup?.out, `${first.out}-2`);
    assert.deepEqual(
      own.session.document.results?.summary.models.map(({ path: file }) => path.basename(file)),
      ['b.onnx'],
    );
    assert.deepEqual(await own.engine.call('folder.results', { out: first.out }), shown, 'they are as they were');
    assert.equal(own.session.document.differs, null);
  });

  it('opens a folder with the set-up of the results in its folder', async () => {
    await own.session.open({ folder: own.folder('test') });
    await own.session.choose({ ...own.session.document.setup!, models: [own.model('a.onnx')], seed: 3 });
    await own.session.runs.start();
    const later = new EvaluationSession(
      own.services,
      () => undefined,
      () => '',
    );
    await own.services.context.workspaceState.update('evaluation.setup', undefined);
    await later.open({ folder: own.folder('test') });
    assert.deepEqual([later.document.setup?.models, later.document.setup?.seed], [[own.model('a.onnx')], 3]);
    assert.equal(later.document.differs, null);
    later.dispose();
  });

  it('keeps tags of images beside the results, and writes over no file that holds something else', async () => {
    await own.opened('test');
    await own.session.runs.start();
    await own.session.remarks.tag('a.png', ['blurred', 'odd']);
    await own.session.remarks.tag('b.png', ['odd']);
    await own.session.remarks.tag('b.png', []);
    assert.deepEqual(own.session.document.tags, { 'a.png': ['blurred', 'odd'] });
    const file = path.join(own.session.document.setup!.out, 'tags.json');
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), own.session.document.tags);
    await own.session.open({ folder: own.folder('test'), setup: own.session.document.setup });
    assert.deepEqual(own.session.document.tags, { 'a.png': ['blurred', 'odd'] }, 'they come back with the results');
    writeFileSync(file, '[1]');
    await assert.rejects(own.session.remarks.tag('a.png', ['new']), { code: 'invalid-argument' });
    assert.equal(readFileSync(file, 'utf8'), '[1]');
  });

  it('says everything again to a page that was loaded again', async () => {
    await own.opened('test');
    await own.session.runs.start();
    own.messages.length = 0;
    own.session.tellAll();
    assert.deepEqual(own.messages, [{ kind: 'document', document: own.session.document }]);
  });

  it('leaves what the page does not show at once until the page is there', async () => {
    let load!: () => void;
    const waiting = new EvaluationSession(
      own.services,
      () => undefined,
      () => '',
      new Promise<void>((resolve) => (load = resolve)),
    );
    const opening = waiting.open({ folder: own.folder('test') });
    await own.engine.call('method.list', null);
    const inspected = (): number | undefined => waiting.document.inspection?.images;
    assert.equal(inspected(), undefined);
    load();
    await opening;
    assert.equal(inspected(), 4);
    waiting.dispose();
  });

  it('keeps what is done when it is cancelled, and goes on from there', async () => {
    await own.opened('slow');
    const run = own.session.runs.start();
    await own.until(({ run: now }) => (now?.progress?.done ?? 0) > 3);
    void own.session.runs.cancel();
    await run;
    assert.equal(own.session.document.run?.state, 'cancelled');
    assert.ok(own.session.document.run?.table);
    void own.session.runs.start();
    await own.until(({ run: now }) => now?.state === 'running' && (now.progress?.done ?? 0) > 4);
  });

  it('runs once at a time, and says why it failed', async () => {
    await own.opened('empty');
    await own.session.runs.start();
    assert.deepEqual([own.session.document.run?.state, own.session.document.run?.error?.code], ['failed', 'not-found']);
    await own.opened('test');
    const [first, second] = [own.session.runs.start(), own.session.runs.start()];
    await Promise.all([first, second]);
    assert.equal(
      own.messages.filter((message) => message.kind === 'update' && message.changes.run?.state === 'starting').length,
      2,
    );
  });

  it('goes on with a run that a reload has stopped', async () => {
    await own.opened('test');
    const { setup } = own.session.document;
    const other = new EvaluationSession(
      own.services,
      () => undefined,
      () => '',
    );
    await other.restore({ folder: own.folder('test').toString(), suite: null, setup, running: true });
    assert.deepEqual(other.document.setup, setup);
    assert.ok(other.document.results);
    other.dispose();
  });
});
