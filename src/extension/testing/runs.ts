import * as vscode from 'vscode';
import { LensError } from '../../protocol/error';
import type { SampleEvent } from '../../protocol/sample-tests';
import type { Services } from '../services';
import { requireTrust } from '../workspace/trust';
import type { SampleTest, TestTree } from './tree';
import { failuresOf, messageOf } from './verdict';

/** Runs what a request includes: one call for each folder, in which the images are tested one after the other. */
export async function runTests(
  controller: vscode.TestController,
  tree: TestTree,
  { engine, files }: Pick<Services, 'engine' | 'files'>,
  request: vscode.TestRunRequest,
  token: vscode.CancellationToken,
): Promise<void> {
  const run = controller.createTestRun(request);
  const abort = new AbortController();
  const stopping = [token, run.token].map((one) => one.onCancellationRequested(() => abort.abort()));
  try {
    for (const [root, items] of await chosen(controller, tree, request)) {
      if (abort.signal.aborted) break;
      for (const item of items.values()) run.enqueued(item);
      await runFolder(root, items);
    }
  } finally {
    for (const one of stopping) one.dispose();
    run.end();
  }

  async function runFolder(root: vscode.TestItem, items: ReadonlyMap<string, vscode.TestItem>): Promise<void> {
    const left = new Map(items);
    const { method, labelling, folder, iou, pointingGame } = tree.subjectOf(root);
    try {
      requireTrust();
      const model = await tree.modelOf(root);
      const paths = { model: await files.pathOf(model), folder: await files.pathOf(folder) };
      const onEvent = (event: SampleEvent): void => {
        const item = items.get(event.name);
        if (!item) return;
        if (event.kind === 'started') return run.started(item);
        left.delete(event.name);
        if (event.kind === 'failed')
          return run.errored(item, new vscode.TestMessage(LensError.from(new LensError(event.error)).message));
        const failures = failuresOf(event.verdict, { iou, pointingGame });
        const duration = 1000 * event.verdict.seconds;
        if (failures.length === 0) return run.passed(item, duration);
        run.appendOutput(`${event.name}: ${failures.join(' ')}\r\n`, undefined, item);
        run.failed(item, messageOf(failures, event.verdict, tree.imageOf({ root, name: event.name }), model), duration);
      };
      const localise = iou !== undefined || pointingGame;
      await engine.call(
        'samples.test',
        { ...paths, labelling, names: [...items.keys()], method, localise },
        { signal: abort.signal, onEvent },
      );
    } catch (thrown) {
      const error = LensError.from(thrown);
      if (error.code === 'cancelled') return;
      for (const item of left.values()) run.errored(item, new vscode.TestMessage(error.message));
      if (items.size === 0) run.appendOutput(`${error.message}\r\n`);
    }
  }
}

/** The images of a request by folder and name. */
async function chosen(
  controller: vscode.TestController,
  tree: TestTree,
  { include, exclude }: vscode.TestRunRequest,
): Promise<Map<vscode.TestItem, Map<string, vscode.TestItem>>> {
  const from = include ?? Array.from(controller.items, ([, item]) => item);
  const without = new Set<vscode.TestItem>();
  for (const item of exclude ?? []) for (const leaf of await tree.leavesOf(item)) without.add(leaf);
  const folders = new Map<vscode.TestItem, Map<string, vscode.TestItem>>();
  for (const item of from) {
    for (const leaf of await tree.leavesOf(item)) {
      if (without.has(leaf)) continue;
      const { root, name } = tree.sampleOf(leaf) as SampleTest;
      folders.set(root, (folders.get(root) ?? new Map<string, vscode.TestItem>()).set(name, leaf));
    }
  }
  return folders;
}
