import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { SampleTests } from '../../src/extension/testing/controller';
import { section } from '../../src/extension/workspace/settings';
import { benchForEach, children } from './support/bench';
import { temporaryFolder } from './support/services';

describe('tests of labelled images, when their model is written', () => {
  const bench = benchForEach();

  /** The tests themselves, around a controller that counts what is tested in each run. */
  const counting = () => {
    let start: ((request: vscode.TestRunRequest, token: vscode.CancellationToken) => Thenable<void> | void) | undefined;
    const runs: number[] = [];
    const ended: boolean[] = [];
    const outdated: vscode.TestItem[] = [];
    const double = {
      items: bench.controller.items,
      createTestItem: bench.controller.createTestItem,
      createRunProfile: (...given: unknown[]) => {
        start = given[2] as typeof start;
        assert.equal(given[5], true, 'continuous runs are offered');
        return { dispose: () => undefined };
      },
      createTestRun: () => {
        const at = runs.push(0) - 1;
        const nothing = (): void => undefined;
        return {
          token: new vscode.CancellationTokenSource().token,
          enqueued: nothing,
          started: nothing,
          appendOutput: nothing,
          errored: nothing,
          passed: () => runs[at]++,
          failed: () => runs[at]++,
          end: () => (ended[at] = true),
        };
      },
      invalidateTestResults: (item: vscode.TestItem) => outdated.push(item),
      dispose: () => undefined,
    };
    const tests = new SampleTests(bench.services, double as unknown as vscode.TestController);
    const until = async (holds: () => boolean): Promise<void> => {
      for (let i = 0; i < 500 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 20));
      assert.ok(holds(), JSON.stringify({ runs, ended }));
    };
    const byHand = (request = new vscode.TestRunRequest(), token = new vscode.CancellationTokenSource().token) =>
      start?.(request, token);
    return { tests, runs, ended, outdated, until, byHand };
  };
  const listed = (model: string): Thenable<void> =>
    vscode.workspace
      .getConfiguration(section)
      .update('testing.folders', [{ folder: 'images', model }], vscode.ConfigurationTarget.Workspace);
  const writtenInWorkspace = (name: string): void =>
    bench.catalog.changed(vscode.Uri.joinPath((vscode.workspace.workspaceFolders ?? [])[0].uri, name));

  it('run again whenever their model was written: what was run, unless that is switched off, and all that a continuous run includes', async () => {
    await listed('fast.onnx');
    const { tests, runs, outdated, until, byHand } = counting();
    try {
      await tests.discover();
      const written = (): void => writtenInWorkspace('fast.onnx');
      written();
      await until(() => outdated.length === 1);
      assert.deepEqual([runs, outdated], [[], bench.roots()], 'nothing was run before');
      const source = new vscode.CancellationTokenSource();
      await byHand(new vscode.TestRunRequest(undefined, undefined, undefined, true), source.token);
      assert.deepEqual(runs, [3]);
      writtenInWorkspace('other.onnx');
      written();
      await until(() => runs.length === 2 && runs[1] === 3);
      source.cancel();
      await vscode.workspace
        .getConfiguration(section)
        .update('testing.runOnModelChange', false, vscode.ConfigurationTarget.Workspace);
      written();
      await until(() => outdated.length === 3);
      assert.equal(runs.length, 2, 'it is switched off');
      await vscode.workspace
        .getConfiguration(section)
        .update('testing.runOnModelChange', undefined, vscode.ConfigurationTarget.Workspace);
      const [dog] = children(bench.roots()[0]).filter(({ label }) => label === 'dog');
      await byHand(new vscode.TestRunRequest([dog]));
      written();
      await until(() => runs.length === 4 && runs[3] === 1);
    } finally {
      tests.dispose();
    }
  });

  it('run again without what was excluded', async () => {
    await listed('fast.onnx');
    const { tests, runs, ended, until, byHand } = counting();
    try {
      await tests.discover();
      const [root] = bench.roots();
      await byHand();
      const [cat] = children(root);
      await byHand(new vscode.TestRunRequest(undefined, [children(cat)[1]]));
      writtenInWorkspace('fast.onnx');
      await until(() => ended[2]);
      const source = new vscode.CancellationTokenSource();
      await byHand(new vscode.TestRunRequest([root], [cat], undefined, true), source.token);
      writtenInWorkspace('fast.onnx');
      await until(() => ended[4]);
      source.cancel();
      assert.deepEqual(runs, [3, 2, 2, 1, 1]);
    } finally {
      tests.dispose();
    }
  });

  it('end a run that began by itself when the model is written again, the folder is run by hand or the tests go', async () => {
    await listed('slow.onnx');
    const { tests, runs, ended, until, byHand } = counting();
    const written = (): void => writtenInWorkspace('slow.onnx');
    try {
      await tests.discover();
      await byHand();
      written();
      await until(() => runs.length === 2);
      written();
      await until(() => runs.length === 3);
      await byHand();
      await until(() => ended[1] && ended[2]);
      assert.deepEqual([runs[0], runs[3]], [3, 3], 'runs by hand are left alone');
      const source = new vscode.CancellationTokenSource();
      await byHand(new vscode.TestRunRequest(undefined, undefined, undefined, true), source.token);
      written();
      await until(() => runs.length === 6);
      source.cancel();
      await until(() => ended[5]);
      written();
      await until(() => runs.length === 7);
    } finally {
      tests.dispose();
    }
    await until(() => ended[6]);
    for (const at of [1, 2, 5, 6]) assert.ok(runs[at] < 3, JSON.stringify(runs));
  });

  it('run again when a model outside the workspace was written', async () => {
    const elsewhere = temporaryFolder();
    const model = vscode.Uri.joinPath(elsewhere.uri, 'fast [1].onnx');
    const write = (file: vscode.Uri): Thenable<void> => vscode.workspace.fs.writeFile(file, Uint8Array.of(1));
    await write(model);
    await listed(model.fsPath);
    const { tests, runs, outdated, until, byHand } = counting();
    try {
      await tests.discover();
      await byHand();
      // A watcher begins to listen some time after it was made.
      for (let i = 0; i < 20 && outdated.length === 0; i++) {
        await write(model);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      await until(() => runs.length > 1 && runs.at(-1) === 3);
      const before = outdated.length;
      await write(vscode.Uri.joinPath(elsewhere.uri, 'other.onnx'));
      await new Promise((resolve) => setTimeout(resolve, 800));
      assert.equal(outdated.length, before, 'another file');
      await write(model.with({ path: `${model.path}.lens.json` }));
      await until(() => outdated.length > before);
    } finally {
      tests.dispose();
      elsewhere.remove();
    }
  });
});
