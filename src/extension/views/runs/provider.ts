import * as vscode from 'vscode';
import { findRuns, watchRuns } from '../../runs/found';
import { RunWatch, type WatchedRun } from '../../runs/watch';
import type { Services } from '../../services';
import { figureItem, partItem, runItem } from './items';
import { figuresOf, type Node, type RunNode } from './node';

export const runsView = 'saliencyLens.runs';

/** The runs in parts of the workspace, their parts, and what these have found by now; looked at while it is seen. */
export class RunsProvider implements vscode.TreeDataProvider<Node> {
  private readonly changes = new vscode.EventEmitter<RunNode | undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly watches = new Map<string, RunWatch>();
  private readonly seen = new Map<string, WatchedRun>();
  /** A row is redrawn by the object it was made of. */
  private nodes: readonly RunNode[] = [];
  private readonly files = watchRuns(() => this.refresh());

  private readonly asked: vscode.Disposable;

  constructor(private readonly services: Services) {
    this.asked = services.runs.onDidChange(() => this.refresh());
  }

  /** Looks for runs again, and at each. */
  refresh(): void {
    this.rest();
    this.changes.fire(undefined);
  }

  /** Nobody sees the view: nothing is looked at. */
  rest(): void {
    for (const watch of this.watches.values()) watch.dispose();
    this.watches.clear();
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if ('part' in node) return partItem(node);
    if ('value' in node) return figureItem(node);
    return runItem(node.run, this.seen.get(node.run.toString())?.report);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) {
      this.nodes = (await findRuns()).map((run) => ({ run }));
      for (const one of this.nodes) this.watch(one);
      return [...this.nodes];
    }
    const seen = this.seen.get(node.run.toString());
    if (!seen || 'part' in node || 'value' in node) return [];
    return [
      ...seen.report.parts.map((part) => ({ run: node.run, kind: seen.report.kind, part })),
      ...figuresOf(node.run, seen),
    ];
  }

  dispose(): void {
    this.rest();
    this.files.dispose();
    this.asked.dispose();
    this.changes.dispose();
  }

  private watch(node: RunNode): void {
    const key = node.run.toString();
    if (node.run.scheme !== 'file' || this.watches.has(key)) return;
    const watch = new RunWatch(this.services, node.run.fsPath, (seen) => {
      if (seen) this.seen.set(key, seen);
      else this.seen.delete(key);
      this.changes.fire(this.nodes.find(({ run }) => run.toString() === key));
    });
    this.watches.set(key, watch);
    void watch.look();
  }
}
