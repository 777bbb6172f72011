import * as vscode from 'vscode';
import type { Services } from '../services';
import { section } from '../workspace/settings';
import { AutomaticRuns } from './automatic';
import { runTests } from './runs';
import { testSubjects } from './subjects';
import { TestTree } from './tree';

/**
 * Labelled images as tests: the predicted class must be the label and, where that is asked for, the map must point at
 * the object.
 */
export class SampleTests {
  private readonly tree: TestTree;
  /** What was run last of each folder. */
  private readonly last = new Map<vscode.TestItem, vscode.TestRunRequest>();
  /** Runs of that after a change of the model. */
  private readonly repeated = new AutomaticRuns((request, token) => this.perform(request, token));
  /** Continuous runs that go on, and what ends them. */
  private readonly followed = new Map<vscode.TestRunRequest, vscode.CancellationToken>();
  /** Runs of those after a change of the model: asked for, so that a run by hand does not end them. */
  private readonly continued = new AutomaticRuns((request, token) => this.perform(request, token));
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
    const profile = controller.createRunProfile(
      vscode.l10n.t('Predict'),
      vscode.TestRunProfileKind.Run,
      run,
      true,
      undefined,
      true,
    );
    const suites = vscode.workspace.createFileSystemWatcher('**/*.lens-suite.json');
    const changed = [suites.onDidChange, suites.onDidCreate, suites.onDidDelete].map((event) =>
      event(() => void this.discover()),
    );
    const written = services.catalog.onDidChange((model) => void this.modelWritten(model));
    const chosen = services.models.onDidChange(() => void this.watchOutside());
    this.subscriptions = [this.repeated, this.continued, profile, suites, ...changed, written, chosen, controller];
  }

  /** Looks for folders again. */
  async discover(): Promise<void> {
    this.tree.show(await testSubjects(this.services));
    await this.watchOutside();
  }

  dispose(): void {
    this.services.catalog.watchOutside(this, []);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Folders, and the images of those that were unfolded. */
  private async refresh(): Promise<void> {
    await this.discover();
    for (const root of this.roots()) if (root.children.size > 0) await this.tree.resolve(root);
  }

  /** Runs now, and again whenever the model of an included folder has been written. */
  private follow(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    this.followed.set(request, token);
    token.onCancellationRequested(() => this.followed.delete(request));
    return this.run(request, token);
  }

  /** A run by hand: what it runs is not run automatically at the same time. */
  private run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    for (const root of this.roots()) {
      const items = itemsOf(request, root);
      if (items.length === 0) continue;
      this.repeated.stop(root);
      this.last.set(root, new vscode.TestRunRequest(items, excludedOf(request, root)));
    }
    return this.perform(request, token);
  }

  private perform(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    return runTests(this.controller, this.tree, this.services, request, token);
  }

  private async modelWritten(model: vscode.Uri | undefined): Promise<void> {
    for (const root of this.roots()) {
      const own = await this.modelOf(root);
      if (!own || own.toString() !== model?.toString()) continue;
      this.controller.invalidateTestResults(root);
      this.runAgain(root);
    }
  }

  /**
   * Runs what continuous runs include of a folder, else what was run last of it unless the settings forbid that, in
   * place of earlier such runs.
   */
  private runAgain(root: vscode.TestItem): void {
    this.repeated.stop(root);
    this.continued.stop(root);
    const followed = [...this.followed].filter(([request]) => itemsOf(request, root).length > 0);
    for (const [request, token] of followed) {
      this.continued.start(
        root,
        new vscode.TestRunRequest(itemsOf(request, root), excludedOf(request, root), request.profile, true),
        token,
      );
    }
    const last = this.last.get(root);
    if (
      followed.length > 0 ||
      !last ||
      !vscode.workspace.getConfiguration(section).get('testing.runOnModelChange', true)
    )
      return;
    // A new request: the editor takes one that it has seen for a part of the earlier run.
    this.repeated.start(root, new vscode.TestRunRequest(last.include, last.exclude));
  }

  private async watchOutside(): Promise<void> {
    const models = await Promise.all(this.roots().map((root) => this.modelOf(root)));
    this.services.catalog.watchOutside(
      this,
      models.filter((model) => model !== undefined),
    );
  }

  /** undefined where there is none, which is said when the folder is run. */
  private modelOf(root: vscode.TestItem): Promise<vscode.Uri | undefined> {
    return this.tree.modelOf(root).catch(() => undefined);
  }

  private roots(): vscode.TestItem[] {
    return Array.from(this.controller.items, ([, root]) => root);
  }
}

/** What a request includes of a folder. */
function itemsOf({ include, exclude }: vscode.TestRunRequest, root: vscode.TestItem): readonly vscode.TestItem[] {
  return (include?.filter((item) => rootOf(item) === root) ?? [root]).filter((item) => !exclude?.includes(item));
}

/** What a request leaves out of a folder. */
function excludedOf({ exclude }: vscode.TestRunRequest, root: vscode.TestItem): readonly vscode.TestItem[] | undefined {
  return exclude?.filter((item) => rootOf(item) === root);
}

function rootOf(item: vscode.TestItem): vscode.TestItem {
  return item.parent ? rootOf(item.parent) : item;
}
