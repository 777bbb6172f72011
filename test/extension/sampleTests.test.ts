import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { EngineProcess } from '../../src/extension/engine/process';
import type { Services } from '../../src/extension/services';
import { SampleTests } from '../../src/extension/testing/controller';
import { runTests } from '../../src/extension/testing/runs';
import type { TestSubject } from '../../src/extension/testing/subjects';
import { TestTree } from '../../src/extension/testing/tree';
import { ModelCatalog } from '../../src/extension/workspace/catalog';
import { ModelChoice } from '../../src/extension/workspace/choice';
import { section } from '../../src/extension/workspace/settings';
import { fakeServices, memento, temporaryFolder } from './support/services';

describe('tests of labelled images', () => {
  const folder = temporaryFolder();
  let engine: EngineProcess;
  let services: Services;
  let catalog: ModelCatalog;
  let controller: vscode.TestController;
  let tree: TestTree;
  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(folder.uri, name);
  const subject = (changes: Partial<TestSubject> = {}): TestSubject => ({
    folder: at('images'),
    model: at('fast.onnx'),
    method: { method: 'grad-cam', params: {} },
    pointingGame: false,
    ...changes,
  });

  beforeEach(() => {
    const fake = fakeServices(folder.uri);
    engine = fake.engine;
    catalog = new ModelCatalog();
    services = { ...fake.services, catalog, models: new ModelChoice(memento()) };
    controller = vscode.tests.createTestController('saliencyLens.test', 'Test');
    tree = new TestTree(controller, services);
  });
  afterEach(async () => {
    controller.dispose();
    catalog.dispose();
    engine.dispose();
    for (const name of ['testing.folders', 'testing.runOnModelChange'])
      await vscode.workspace.getConfiguration(section).update(name, undefined, vscode.ConfigurationTarget.Workspace);
  });
  after(() => folder.remove());

  const roots = (): vscode.TestItem[] => Array.from(controller.items, ([, item]) => item);
  const children = (item: vscode.TestItem): vscode.TestItem[] => Array.from(item.children, ([, child]) => child);
  /** What happens to each image, by its label, with the texts of failures. */
  const run = async (
    request: vscode.TestRunRequest,
    during: (token: vscode.CancellationTokenSource) => void = () => undefined,
  ): Promise<Record<string, string>> => {
    const seen: Record<string, string> = {};
    const source = new vscode.CancellationTokenSource();
    const note = (state: string) => (item: vscode.TestItem, message?: unknown) => {
      seen[item.label] =
        message instanceof vscode.TestMessage
          ? `${state}: ${message.message instanceof vscode.MarkdownString ? message.message.value : message.message}`
          : state;
      during(source);
    };
    const recorder = {
      token: new vscode.CancellationTokenSource().token,
      enqueued: note('enqueued'),
      started: note('started'),
      passed: note('passed'),
      failed: note('failed'),
      errored: note('errored'),
      appendOutput: () => undefined,
      end: () => (seen.end = 'end'),
    };
    const double = { items: controller.items, createTestRun: () => recorder } as unknown as vscode.TestController;
    await runTests(double, tree, services, request, source.token);
    return seen;
  };

  it('are listed by folder, class and image when a folder is unfolded', async () => {
    tree.show([subject(), subject({ folder: at('empty') })]);
    const [root, empty] = roots();
    assert.equal(
      root.canResolveChildren && root.children.size === 0 && engine.pid === undefined,
      true,
      'nothing runs before',
    );
    await tree.resolve(root);
    assert.deepEqual(
      children(root).map((item) => [item.label, item.description, ...children(item).map(({ label }) => label)]),
      [
        ['cat', '2', 'a.png', 'b.png'],
        ['dog', '1', 'c.png'],
      ],
    );
    assert.equal(children(children(root)[1])[0].uri?.toString(), at('images/dog/c.png').toString());
    const before = children(root).flatMap((item) => [item, ...children(item)]);
    await tree.resolve(root);
    assert.deepEqual(
      children(root)
        .flatMap((item) => [item, ...children(item)])
        .map((item, i) => item === before[i]),
      before.map(() => true),
      'listed again, they are the same items',
    );
    await tree.resolve(empty);
    assert.match(String(empty.error), /holds no images/);
    tree.show([subject()]);
    assert.deepEqual(roots(), [root], 'what stays keeps its images');
  });

  it('pass where the class is right; failures show what was expected, what was got, and the map', async () => {
    tree.show([subject()]);
    const seen = await run(new vscode.TestRunRequest());
    assert.deepEqual([seen['a.png'], seen['b.png'], seen.end], ['passed', 'passed', 'end']);
    assert.match(
      seen['c.png'],
      /^failed: Expected dog[^]*got cat[^]*data:image\/jpeg;base64,\/9g=[^]*command:saliency-lens\.explainTest\?/,
    );
  });

  it('hold the map against the object where that is asked for', async () => {
    tree.show([subject({ iou: 0.2, pointingGame: true })]);
    const seen = await run(new vscode.TestRunRequest());
    assert.equal(seen['a.png'], 'passed');
    assert.match(seen['b.png'], /^failed: The largest attribution lies outside the object/);
    tree.show([subject({ iou: 0.5 })]);
    assert.match(
      (await run(new vscode.TestRunRequest()))['a.png'],
      /^failed: The map overlaps the object with an IoU of 0\\\.300, which is below 0\\\.5/,
    );
  });

  it('run only what is included and not excluded', async () => {
    tree.show([subject()]);
    const [root] = roots();
    await tree.resolve(root);
    const [cat] = children(root);
    const seen = await run(new vscode.TestRunRequest([cat], [children(cat)[1]]));
    assert.deepEqual(seen, { 'a.png': 'passed', end: 'end' });
  });

  it('stop when the run is cancelled, and end it', async () => {
    tree.show([subject({ model: at('slow.onnx') })]);
    const seen = await run(new vscode.TestRunRequest(), (source) => source.cancel());
    assert.equal(seen.end, 'end');
    assert.ok(!Object.values(seen).some((state) => /passed|failed|errored/.test(state)), JSON.stringify(seen));
  });

  it('say why nothing could be tested', async () => {
    tree.show([subject({ model: at('corrupt.onnx') })]);
    assert.match((await run(new vscode.TestRunRequest()))['a.png'], /^errored: .*the file ends early/);
  });

  it('take the model in use where a folder names none', async () => {
    tree.show([subject({ model: undefined })]);
    const [root] = roots();
    const first = await tree.modelOf(root);
    assert.equal(first.toString(), (await catalog.files()).models[0].toString());
    const [, second] = (await catalog.files()).models;
    await services.models.use(second);
    assert.equal((await tree.modelOf(root)).toString(), second.toString());
  });

  /** The tests themselves, around a controller that counts what is tested in each run. */
  const counting = () => {
    let start: ((request: vscode.TestRunRequest, token: vscode.CancellationToken) => Thenable<void> | void) | undefined;
    const runs: number[] = [];
    const ended: boolean[] = [];
    const outdated: vscode.TestItem[] = [];
    const double = {
      items: controller.items,
      createTestItem: controller.createTestItem,
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
    const tests = new SampleTests(services, double as unknown as vscode.TestController);
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
    catalog.changed(vscode.Uri.joinPath((vscode.workspace.workspaceFolders ?? [])[0].uri, name));

  it('run again whenever their model was written: what was run, unless that is switched off, and all that a continuous run includes', async () => {
    await listed('fast.onnx');
    const { tests, runs, outdated, until, byHand } = counting();
    try {
      await tests.discover();
      const written = (): void => writtenInWorkspace('fast.onnx');
      written();
      await until(() => outdated.length === 1);
      assert.deepEqual([runs, outdated], [[], roots()], 'nothing was run before');
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
      const [dog] = children(roots()[0]).filter(({ label }) => label === 'dog');
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
      const [root] = roots();
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
