import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { cancelRun } from '../../src/extension/commands/runs';
import type { EngineProcess } from '../../src/extension/engine/process';
import type { Services } from '../../src/extension/services';
import { runOf, type Node, type RunNode } from '../../src/extension/views/runs/node';
import { RunsProvider } from '../../src/extension/views/runs/provider';
import type { RunReport } from '../../src/protocol/parts';
import { evaluationForEach } from './support/evaluations';
import { putRun, reportOf } from './support/runs';
import { fakeServices, temporaryFolder } from './support/services';

const PARTS = [
  { state: 'done', done: 6, total: 6 },
  { state: 'running', done: 2, total: 8, rate: 1.5 },
  { state: 'running', done: 1, total: 5, rate: 0.75 },
  { state: 'failed', done: 1, total: 4, error: 'the disk is full' },
  { state: 'waiting' },
] as const;

describe('the Runs view', () => {
  const storage = temporaryFolder();
  const out = path.join((vscode.workspace.workspaceFolders ?? [])[0].uri.fsPath, 'results-in-parts');
  const run = vscode.Uri.file(out);
  let view: RunsProvider;
  let engine: EngineProcess;
  let services: Services;

  beforeEach(() => {
    ({ services, engine } = fakeServices(storage.uri));
    view = new RunsProvider(services);
  });
  afterEach(() => {
    view.dispose();
    engine.dispose();
    rmSync(out, { recursive: true, force: true });
  });
  after(() => storage.remove());

  /** The row of the run once the view has been told what it shows. */
  async function looked(holds: (item: vscode.TreeItem) => boolean): Promise<RunNode> {
    const mine = async () => ((await view.getChildren()) as RunNode[]).find((one) => one.run.fsPath === out);
    const end = Date.now() + 30_000;
    for (let node = await mine(); Date.now() < end; node = await mine()) {
      if (node && holds(view.getTreeItem(node))) return node;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error('the run was not shown');
  }
  const rowsOf = async (node: Node): Promise<[string, string][]> =>
    (await view.getChildren(node)).map((child) => {
      const { label, description } = view.getTreeItem(child);
      return [String(label), String(description)];
    });

  it('shows how many parts wait, run, are done and failed, and images per second over all', async () => {
    putRun(out, reportOf(PARTS, { array: '41' }));
    const node = await looked(({ description }) => description !== 'looking…');
    const item = view.getTreeItem(node);
    assert.equal(item.description, '1 waiting · 2 running · 1 done · 1 failed · 10 inputs done · 2.25 per second');
    assert.equal(item.contextValue, 'run.cancellable');
    assert.deepEqual((await rowsOf(node)).slice(0, 5), [
      ['Part 1', 'done · 6 of 6 inputs'],
      ['Part 2', 'running · 2 of 8 inputs · 1.50 per second'],
      ['Part 3', 'running · 1 of 5 inputs · 0.750 per second'],
      ['Part 4', 'failed · 1 of 4 inputs · the disk is full'],
      ['Part 5', 'waiting'],
    ]);
  });

  it('counts the epochs of a training, and shows what its folds have come to', async () => {
    putRun(out, reportOf(PARTS, { kind: 'training' }));
    const node = await looked(({ description }) => /epochs/.test(String(description)));
    assert.match(String(view.getTreeItem(node).description), /10 epochs done/);
    const end = Date.now() + 20_000;
    while ((await view.getChildren(node)).length < 6 && Date.now() < end)
      await new Promise((done) => setTimeout(done, 50));
    const rows = await rowsOf(node);
    assert.deepEqual(rows[1], ['Part 2', 'running · 2 of 8 epochs · 1.50 per second']);
    assert.deepEqual(rows.slice(5), [['cnn: validation accuracy', '97.5 % over 3 folds']]);
  });

  it('shows what the journals of all parts hold by now', async () => {
    putRun(out, reportOf(PARTS));
    const node = await looked(({ description }) => description !== 'looking…');
    const end = Date.now() + 20_000;
    while ((await view.getChildren(node)).length < 7 && Date.now() < end)
      await new Promise((done) => setTimeout(done, 50));
    assert.deepEqual((await rowsOf(node)).slice(5), [
      ['net: accuracy', '50.0 % of 10'],
      ['net: CAM, IoU', '0.250 over 10'],
    ]);
  });

  it('follows a run to its end, and looks no more at one that nobody sees', async () => {
    putRun(out, reportOf([{ state: 'running', done: 1, total: 2, rate: 1 }]));
    await looked(({ description }) => /1 running/.test(String(description)));
    putRun(out, reportOf([{ state: 'done', done: 2, total: 2 }], { total: 2, merged: true }));
    const node = await looked(({ description }) => /1 done/.test(String(description)));
    assert.equal(view.getTreeItem(node).description, '1 done · 2 of 2 inputs · put together');
    view.rest();
    let told = 0;
    view.onDidChangeTreeData(() => told++);
    putRun(out, reportOf([{ state: 'running' }]));
    await new Promise((done) => setTimeout(done, 2500));
    assert.equal(told, 0);
  });

  it('cancels the array of a run once the user agrees, and not before', async () => {
    putRun(out, reportOf(PARTS, { array: '41' }));
    const usual = vscode.window.showWarningMessage;
    const answer = (text: string | undefined): void =>
      void Object.assign(vscode.window, { showWarningMessage: async () => text });
    try {
      answer(undefined);
      await cancelRun.run(services, { run });
      assert.equal(existsSync(path.join(out, 'cancelled')), false);
      answer('Cancel All Parts');
      await cancelRun.run(services, { run });
      assert.equal(existsSync(path.join(out, 'cancelled')), true);
    } finally {
      Object.assign(vscode.window, { showWarningMessage: usual });
    }
  });

  it('tells a row from anything else a command may be given', () => {
    assert.equal(runOf({ run }), run);
    assert.equal(runOf({ run, name: 'a', value: 'b' }), run);
    for (const other of [undefined, null, run, {}, { run: out }]) assert.equal(runOf(other), undefined);
  });
});

describe('an evaluation that runs in parts elsewhere', () => {
  const own = evaluationForEach();
  const put = (report: RunReport): void => putRun(own.folder('out-test').fsPath, report);

  it('is shown in the panel as a run is, and cancelled on the cluster', async () => {
    put(reportOf(PARTS, { array: '41', total: null }));
    await own.opened('test');
    await own.until(({ run }) => run?.parts !== undefined && run.table !== null);
    const { state, progress, table, parts } = own.session.document.run!;
    assert.deepEqual(
      [state, progress?.done, progress?.rate, table?.accuracy, parts?.array],
      ['running', 10, 2.25, [0.5], '41'],
    );
    await own.session.runs.cancel();
    assert.ok(existsSync(path.join(own.folder('out-test').fsPath, 'cancelled')));
  });

  it('says which parts failed, and that nothing is lost', async () => {
    put(
      reportOf([
        { state: 'done', done: 3, total: 3 },
        { state: 'failed', error: 'the disk is full' },
      ]),
    );
    await own.opened('test');
    await own.until(({ run }) => run?.state === 'failed');
    assert.match(own.session.document.run!.error!.what, /^1 of 2 parts failed: part 2: the disk is full$/);
  });

  it('can be put together when all parts are done, and is gone then', async () => {
    put(reportOf([{ state: 'done', done: 3, total: 3 }], { total: 3 }));
    await own.opened('test');
    await own.until(({ run }) => run?.state === 'parted');
    await own.session.runs.start();
    assert.ok(existsSync(path.join(own.folder('out-test').fsPath, 'merged')));
    assert.deepEqual(
      [own.session.document.run, own.session.document.setup?.out],
      [null, own.folder('out-test').fsPath],
    );
  });

  it('gives way to results that have been put together elsewhere', async () => {
    put(reportOf([{ state: 'running', done: 1, total: 3 }]));
    await own.opened('test');
    await own.until(({ run }) => run?.state === 'running');
    put(reportOf([{ state: 'done', done: 3, total: 3 }], { total: 3, merged: true }));
    await own.until(({ run }) => run === null);
  });
});
