import * as vscode from 'vscode';
import { sidecarOf } from './location';

const settleMilliseconds = 300;

/** Models in no folder of the workspace, of whose changes its own watchers do not hear. */
export class OutsideModels {
  private readonly wanted = new Map<object, readonly vscode.Uri[]>();
  private readonly watched = new Map<string, vscode.Disposable>();
  private disposed = false;

  /** @param written called once per burst of changes of a model or its sidecar */
  constructor(private readonly written: (model: vscode.Uri) => void) {}

  /** Watches those of `models` that lie outside, in place of others that the same party wanted before. */
  watch(party: object, models: readonly vscode.Uri[]): void {
    if (this.disposed) return;
    this.wanted.set(party, models);
    const all = [...this.wanted.values()].flat();
    const outside = new Map(
      all.filter((model) => !vscode.workspace.getWorkspaceFolder(model)).map((model) => [model.toString(), model]),
    );
    for (const [key, watcher] of this.watched) {
      if (outside.has(key)) continue;
      watcher.dispose();
      this.watched.delete(key);
    }
    for (const [key, model] of outside) if (!this.watched.has(key)) this.watched.set(key, watch(model, this.written));
  }

  dispose(): void {
    for (const watcher of this.watched.values()) watcher.dispose();
    this.disposed = true;
  }
}

function watch(model: vscode.Uri, written: (model: vscode.Uri) => void): vscode.Disposable {
  const files = [model, sidecarOf(model)].map(String);
  // The whole folder, but nothing below it: a file's name may hold what a pattern reads as something else.
  const watcher = vscode.workspace.createFileSystemWatcher(
    new vscode.RelativePattern(vscode.Uri.joinPath(model, '..'), '*'),
  );
  let timer: NodeJS.Timeout | undefined;
  const tell = (file: vscode.Uri): void => {
    if (!files.includes(file.toString())) return;
    clearTimeout(timer);
    timer = setTimeout(() => written(model), settleMilliseconds);
  };
  for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) event(tell);
  return vscode.Disposable.from(watcher, { dispose: () => clearTimeout(timer) });
}
