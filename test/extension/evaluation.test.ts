import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { EngineProcess } from '../../src/extension/engine/process';
import { EvaluationSession } from '../../src/extension/panels/evaluation/session';
import { requestOf, setupOfSuite } from '../../src/extension/panels/evaluation/setup';
import { suiteText } from '../../src/extension/panels/evaluation/suiteFile';
import type { Services } from '../../src/extension/services';
import type { EvaluationDocument, EvaluationToPanel } from '../../src/protocol/evaluation-panel';
import { fakeServices, temporaryFolder } from './support/services';

describe('an evaluation session', () => {
  const storage = temporaryFolder();
  let services: Services;
  let engine: EngineProcess;
  let session: EvaluationSession;
  let messages: EvaluationToPanel[];
  beforeEach(() => {
    ({ services, engine } = fakeServices(storage.uri));
    messages = [];
    session = new EvaluationSession(
      services,
      (message) => messages.push(message),
      (folder) => `page:${folder.path}`,
    );
  });
  afterEach(() => {
    session.dispose();
    engine.dispose();
  });
  after(() => storage.remove());

  const folder = (name: string): vscode.Uri => vscode.Uri.joinPath(storage.uri, name);
  const model = (name: string): string => vscode.Uri.joinPath(storage.uri, name).toString();
  const until = async (holds: (document: EvaluationDocument) => boolean): Promise<void> => {
    for (let i = 0; i < 500 && !holds(session.document); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(holds(session.document), JSON.stringify(session.document.run));
  };
  const chosen = (list: 'methods' | 'metrics'): string[] =>
    session.document.setup?.[list].filter(({ selected }) => selected).map(({ id }) => id) ?? [];
  const opened = async (name: string): Promise<void> => {
    await session.open({ folder: folder(name) });
    await session.choose({ ...session.document.setup!, models: [model('a.onnx')], out: folder(`out-${name}`).fsPath });
  };

  it('opens a folder with the usual choices, and previews its labels', async () => {
    await session.open({ folder: folder('test') });
    const { inspection, setup, results, error } = session.document;
    assert.deepEqual([error, results, inspection?.images], [null, null, 4]);
    assert.deepEqual([chosen('methods'), chosen('metrics')], [['grad-cam'], ['iou']]);
    assert.match(setup?.out ?? '', /evaluation[\\/][^\\/]*test$/);
    assert.equal(session.document.folder?.base, `page:${folder('test').path}`);
  });

  it('inspects again when the labelling is changed, and says what is wrong with it', async () => {
    await session.open({ folder: folder('test') });
    await session.choose({ ...session.document.setup!, labelling: 'coco' });
    assert.equal(session.document.inspectionError?.what, 'labels cannot be read as coco');
    await session.choose({ ...session.document.setup!, labelling: 'table' });
    assert.deepEqual([session.document.inspectionError, session.document.inspection?.labelling.id], [null, 'table']);
  });

  it('runs, tells how far it is, and shows the results', async () => {
    await opened('test');
    await session.run();
    assert.equal(session.document.run, null);
    const { summary } = session.document.results!;
    assert.deepEqual(
      summary.models.map(({ path: file }) => path.basename(file)),
      ['a.onnx'],
    );
    const states = messages.flatMap((message) =>
      message.kind === 'update' && message.changes.run ? [message.changes.run] : [],
    );
    assert.equal(states[0].state, 'starting');
    assert.ok(states.some(({ state, progress }) => state === 'running' && progress?.total === 4));
    assert.deepEqual((await session.images({ model: 0, method: 0 })).names, ['a.png']);
    await assert.rejects(session.images({ model: 3, method: 0 }), { what: 'there is no such model' });
  });

  it('sets up what the results it finds were made with', async () => {
    await opened('test');
    const { out } = session.document.setup!;
    await session.choose({ ...session.document.setup!, models: [model('a.onnx'), model('b.onnx')], seed: 7 });
    await session.run();
    const { setup } = session.document;
    assert.equal(session.document.differs, null, 'a run just done is the one that would run again');
    const later = new EvaluationSession(
      services,
      () => undefined,
      () => '',
    );
    await later.open({ folder: folder('test'), setup: { ...setup!, models: [model('c.onnx')] } });
    assert.deepEqual(later.document.differs, { parts: ['models'], out: `${out}-2` });
    await later.adopt();
    assert.deepEqual(later.document.setup?.models, setup?.models);
    assert.equal(later.document.differs, null);
    later.dispose();
  });

  it('puts the results of another set-up beside those that are shown', async () => {
    await opened('test');
    const first = session.document.setup!;
    await session.run();
    const shown = session.document.results;
    await session.choose({ ...first, models: [...first.models, model('b.onnx')] });
    assert.deepEqual(session.document.differs, { parts: ['models'], out: null }, 'one model more replaces nothing');
    await session.choose({ ...first, models: [model('b.onnx')] });
    assert.deepEqual(session.document.differs, { parts: ['models'], out: `${first.out}-2` });
    await session.run();
    assert.equal(session.document.setup?.out, `${first.out}-2`);
    assert.deepEqual(
      session.document.results?.summary.models.map(({ path: file }) => path.basename(file)),
      ['b.onnx'],
    );
    assert.deepEqual(await engine.call('folder.results', { out: first.out }), shown, 'they are as they were');
    assert.equal(session.document.differs, null);
  });

  it('opens a folder with the set-up of the results in its folder', async () => {
    await session.open({ folder: folder('test') });
    await session.choose({ ...session.document.setup!, models: [model('a.onnx')], seed: 3 });
    await session.run();
    const later = new EvaluationSession(
      services,
      () => undefined,
      () => '',
    );
    await services.context.workspaceState.update('evaluation.setup', undefined);
    await later.open({ folder: folder('test') });
    assert.deepEqual([later.document.setup?.models, later.document.setup?.seed], [[model('a.onnx')], 3]);
    assert.equal(later.document.differs, null);
    later.dispose();
  });

  it('says everything again to a page that was loaded again', async () => {
    await opened('test');
    await session.run();
    messages.length = 0;
    session.tellAll();
    assert.deepEqual(messages, [{ kind: 'document', document: session.document }]);
  });

  it('leaves what the page does not show at once until the page is there', async () => {
    let load!: () => void;
    const waiting = new EvaluationSession(
      services,
      () => undefined,
      () => '',
      new Promise<void>((resolve) => (load = resolve)),
    );
    const opening = waiting.open({ folder: folder('test') });
    await engine.call('method.list', null);
    const inspected = (): number | undefined => waiting.document.inspection?.images;
    assert.equal(inspected(), undefined);
    load();
    await opening;
    assert.equal(inspected(), 4);
    waiting.dispose();
  });

  it('keeps what is done when it is cancelled, and goes on from there', async () => {
    await opened('slow');
    const run = session.run();
    await until(({ run: now }) => (now?.progress?.done ?? 0) > 3);
    session.cancel();
    await run;
    assert.equal(session.document.run?.state, 'cancelled');
    assert.ok(session.document.run?.table);
    void session.run();
    await until(({ run: now }) => now?.state === 'running' && (now.progress?.done ?? 0) > 4);
  });

  it('runs once at a time, and says why it failed', async () => {
    await opened('empty');
    await session.run();
    assert.deepEqual([session.document.run?.state, session.document.run?.error?.code], ['failed', 'not-found']);
    await opened('test');
    const [first, second] = [session.run(), session.run()];
    await Promise.all([first, second]);
    assert.equal(
      messages.filter((message) => message.kind === 'update' && message.changes.run?.state === 'starting').length,
      2,
    );
  });

  it('goes on with a run that a reload has stopped', async () => {
    await opened('test');
    const { setup } = session.document;
    const other = new EvaluationSession(
      services,
      () => undefined,
      () => '',
    );
    await other.restore({ folder: folder('test').toString(), suite: null, setup, running: true });
    assert.deepEqual(other.document.setup, setup);
    assert.ok(other.document.results);
    other.dispose();
  });

  it('opens and runs a suite, whose choices are taken as they are', async () => {
    const file = vscode.Uri.joinPath(storage.uri, 'nightly.lens-suite.json');
    const request = {
      folder: folder('test').fsPath,
      models: [folder('b.onnx').fsPath],
      methods: [{ method: 'gradient', params: {} }],
      metrics: [
        { metric: 'average-drop', params: { convention: 'a' } },
        { metric: 'average-drop', params: { convention: 'b' } },
      ],
      out: folder('out-suite').fsPath,
      seed: 3,
      limit: 2,
      pairs: ['ssim'],
    };
    writeFileSync(file.fsPath, JSON.stringify(request));
    await session.open({ suite: file });
    assert.deepEqual(
      [session.document.suite?.name, session.document.folder?.name],
      ['nightly.lens-suite.json', 'test'],
    );
    await session.run();
    const { summary } = session.document.results as unknown as { summary: { request: unknown } };
    assert.deepEqual(summary.request, { ...request, target: 'predicted' });
    await session.compareRuns();
    assert.deepEqual(session.document.difference?.remarks, ['nothing']);
  });

  it('writes a suite that gives the same request', async () => {
    await opened('test');
    const { methods, metrics, sets, setup } = session.document;
    const doubled = setup!.metrics.flatMap((choice) =>
      choice.id === 'average-drop'
        ? [
            { ...choice, selected: true },
            { ...choice, key: 'average-drop 2', selected: true, params: { convention: 'blur' } },
          ]
        : [choice],
    );
    const own = {
      ...setup!,
      metrics: doubled,
      seed: 5,
      target: 'label' as const,
      labelling: 'table:a.csv',
      pairs: ['pearson'],
    };
    const file = vscode.Uri.joinPath(storage.uri, 'suites', 'own.lens-suite.json');
    const suite = JSON.parse(suiteText(file, folder('test'), own, { methods, metrics, sets })) as Record<
      string,
      unknown
    >;
    assert.deepEqual([suite.folder, suite.models, suite.out], ['../test', ['../a.onnx'], '../out-test']);
    assert.deepEqual(suite.metrics, [
      'average-drop',
      { metric: 'average-drop', params: { convention: 'blur' } },
      'iou',
    ]);
    const located = {
      ...suite,
      models: [folder('a.onnx').fsPath],
      out: own.out,
      methods: (suite.methods as string[]).map((method) => ({ method, params: {} })),
      metrics: (suite.metrics as (string | { metric: string; params: object })[]).map((one) =>
        typeof one === 'string' ? { metric: one, params: {} } : one,
      ),
    };
    const again = setupOfSuite(located as never, own, { methods, metrics, sets });
    assert.deepEqual(requestOf(folder('test'), again), requestOf(folder('test'), own));
  });

  it('keeps the seed 0 of a method beside another seed of the suite', async () => {
    await opened('test');
    const { methods, metrics, sets, setup } = session.document;
    const asked = [{ method: 'gradient', params: {}, seed: 0 }];
    const own = setupOfSuite({ methods: asked, metrics: [], seed: 5 }, setup!, { methods, metrics, sets });
    assert.deepEqual(requestOf(folder('test'), own).methods, asked);
    const suite = JSON.parse(
      suiteText(vscode.Uri.joinPath(storage.uri, 'a.lens-suite.json'), folder('test'), own, { methods, metrics, sets }),
    ) as Record<string, unknown>;
    assert.deepEqual(suite.methods, [{ method: 'gradient', seed: 0 }]);
  });
});

describe('evaluation in the window', () => {
  const activeInput = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens the sample test split in the Evaluation panel', async () => {
    const [image] = await vscode.workspace.findFiles('faces/test/**/*.png', undefined, 1);
    const test = vscode.Uri.joinPath(image, '..', '..');
    await vscode.commands.executeCommand('saliency-lens.evaluateFolder', test);
    const input = activeInput();
    assert.ok(input instanceof vscode.TabInputWebview && input.viewType.includes('saliencyLens.evaluation'));
    const label = (): string | undefined => vscode.window.tabGroups.activeTabGroup.activeTab?.label;
    for (let i = 0; i < 250 && label() !== 'Evaluate test'; i++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(label(), 'Evaluate test');
  });

  it('offers to run a suite and to compare its runs, on the suite itself', async () => {
    const place = temporaryFolder();
    mkdirSync(place.uri.fsPath, { recursive: true });
    const file = vscode.Uri.joinPath(place.uri, 'a.lens-suite.json');
    writeFileSync(file.fsPath, '{}');
    await vscode.workspace.openTextDocument(file);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', file);
    assert.deepEqual(
      lenses.map(({ command }) => command?.command),
      ['saliency-lens.runSuite', 'saliency-lens.compareRuns'],
    );
    place.remove();
  });
});
