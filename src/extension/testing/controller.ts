import * as vscode from 'vscode';
import type { Services } from '../services';
import { section } from '../workspace/settings';
import { runTests } from './runs';
import { testSubjects } from './subjects';
import { TestTree } from './tree';

/** Labelled images as tests: the predicted class must be the label and, where that is asked for, the map must point at the object. */
export class SampleTests {
  private readonly tree: TestTree;
  /** What was run last of each folder, and how to end the run that the model's last change has begun. */
  private readonly last = new Map<vscode.TestItem, { readonly items: readonly vscode.TestItem[]; readonly again?: vscode.CancellationTokenSource }>();
  /** Continuous runs that go on. */
  private readonly followed = new Set<vscode.TestRunRequest>();
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
    const written = services.catalog.onDidChange((model) => {
      void this.forEachOf(model, (root) => {
        controller.invalidateTestResults(root);
        this.runAgain(root);
      });
    });
    this.subscriptions = [profile, suites, ...changed, written, controller];
  }

  /** Looks for folders again. */
  async discover(): Promise<void> {
    this.tree.show(await testSubjects(this.services));
  }

  dispose(): void {
    for (const { again } of this.last.values()) again?.cancel();
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
        const items = itemsOf(request, root);
        if (items.length > 0) void this.run(new vscode.TestRunRequest(items, request.exclude, request.profile, true), token);
      });
    });
    this.followed.add(request);
    token.onCancellationRequested(() => {
      again.dispose();
      this.followed.delete(request);
    });
    return this.run(request, token);
  }

  /** Runs what was run last of a folder, in place of an earlier run that has not ended, unless a continuous run does so or the settings forbid it. */
  private runAgain(root: vscode.TestItem): void {
    const last = this.last.get(root);
    last?.again?.cancel();
    const followed = [...this.followed].some((request) => itemsOf(request, root).length > 0);
    if (!last || followed || !vscode.workspace.getConfiguration(section).get('testing.runOnModelChange', true)) return;
    const again = new vscode.CancellationTokenSource();
    void this.run(new vscode.TestRunRequest(last.items), again.token).finally(() => again.dispose());
    this.last.set(root, { items: last.items, again });
  }

  private run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    for (const [, root] of this.controller.items) {
      const items = itemsOf(request, root);
      if (items.length > 0) this.last.set(root, { items });
    }
    return runTests(this.controller, this.tree, this.services, request, token);
  }

  private async forEachOf(model: vscode.Uri | undefined, act: (root: vscode.TestItem) => void): Promise<void> {
    for (const [, root] of this.controller.items) {
      const own = await this.tree.modelOf(root).catch(() => undefined);
      if (own && own.toString() === model?.toString()) act(root);
    }
  }
}

/** What a request includes of a folder. */
function itemsOf({ include }: vscode.TestRunRequest, root: vscode.TestItem): readonly vscode.TestItem[] {
  return include?.filter((item) => rootOf(item) === root) ?? [root];
}

function rootOf(item: vscode.TestItem): vscode.TestItem {
  return item.parent ? rootOf(item.parent) : item;
}
