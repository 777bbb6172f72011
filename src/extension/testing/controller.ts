import * as vscode from 'vscode';
import type { Services } from '../services';
import { runTests } from './runs';
import { testSubjects } from './subjects';
import { TestTree } from './tree';

/** Labelled images as tests: the predicted class must be the label and, where that is asked for, the map must point at the object. */
export class SampleTests {
  private readonly tree: TestTree;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly services: Services,
    private readonly controller = vscode.tests.createTestController('saliencyLens', 'Saliency Lens'),
  ) {
    this.tree = new TestTree(controller, services);
    controller.resolveHandler = (item) => (item ? this.tree.resolve(item) : this.discover());
    controller.refreshHandler = () => this.refresh();
    const run = (request: vscode.TestRunRequest, token: vscode.CancellationToken): Thenable<void> | void =>
      request.continuous ? this.follow(request, token) : this.run(request, token);
    const profile = controller.createRunProfile(vscode.l10n.t('Predict'), vscode.TestRunProfileKind.Run, run, true, undefined, true);
    const suites = vscode.workspace.createFileSystemWatcher('**/*.lens-suite.json');
    const changed = [suites.onDidChange, suites.onDidCreate, suites.onDidDelete].map((event) => event(() => void this.discover()));
    const outdated = services.catalog.onDidChange((model) => void this.forEachOf(model, (root) => controller.invalidateTestResults(root)));
    this.subscriptions = [profile, suites, ...changed, outdated, controller];
  }

  /** Looks for folders again. */
  async discover(): Promise<void> {
    this.tree.show(await testSubjects(this.services));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Folders, and the images of those that were unfolded. */
  private async refresh(): Promise<void> {
    await this.discover();
    for (const [, root] of this.controller.items) if (root.children.size > 0) await this.tree.resolve(root);
  }

  /** Runs now, and again whenever the model of an included folder has been written. */
  private follow(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const again = this.services.catalog.onDidChange((model) => {
      void this.forEachOf(model, (root) => {
        const items = request.include?.filter((item) => rootOf(item) === root) ?? [root];
        if (items.length > 0) void this.run(new vscode.TestRunRequest(items, request.exclude, request.profile, true), token);
      });
    });
    token.onCancellationRequested(() => again.dispose());
    return this.run(request, token);
  }

  private run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    return runTests(this.controller, this.tree, this.services, request, token);
  }

  private async forEachOf(model: vscode.Uri | undefined, act: (root: vscode.TestItem) => void): Promise<void> {
    for (const [, root] of this.controller.items) {
      const own = await this.tree.modelOf(root).catch(() => undefined);
      if (own && own.toString() === model?.toString()) act(root);
    }
  }
}

function rootOf(item: vscode.TestItem): vscode.TestItem {
  return item.parent ? rootOf(item.parent) : item;
}
