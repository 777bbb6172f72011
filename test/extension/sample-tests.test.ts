import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { runTests } from '../../src/extension/testing/runs';
import type { TestSubject } from '../../src/extension/testing/subjects';
import { TestTree } from '../../src/extension/testing/tree';
import { benchForEach, children } from './support/bench';

describe('tests of labelled images', () => {
  const bench = benchForEach();
  let tree: TestTree;
  beforeEach(() => (tree = new TestTree(bench.controller, bench.services)));
  const at = (name: string): vscode.Uri => vscode.Uri.joinPath(bench.folder.uri, name);
  const subject = (changes: Partial<TestSubject> = {}): TestSubject => ({
    folder: at('images'),
    model: at('fast.onnx'),
    method: { method: 'grad-cam', params: {} },
    pointingGame: false,
    ...changes,
  });
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
    const double = { items: bench.controller.items, createTestRun: () => recorder } as unknown as vscode.TestController;
    await runTests(double, tree, bench.services, request, source.token);
    return seen;
  };

  it('are listed by folder, class and image when a folder is unfolded', async () => {
    tree.show([subject(), subject({ folder: at('empty') })]);
    const [root, empty] = bench.roots();
    assert.equal(
      root.canResolveChildren && root.children.size === 0 && bench.engine.pid === undefined,
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
    assert.deepEqual(bench.roots(), [root], 'what stays keeps its images');
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
    const [root] = bench.roots();
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
    const [root] = bench.roots();
    const first = await tree.modelOf(root);
    assert.equal(first.toString(), (await bench.catalog.files()).models[0].toString());
    const [, second] = (await bench.catalog.files()).models;
    await bench.services.models.use(second);
    assert.equal((await tree.modelOf(root)).toString(), second.toString());
  });
});
