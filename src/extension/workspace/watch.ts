import * as vscode from 'vscode';
import { modelPattern, weightsPattern } from './models';

const settleMilliseconds = 300;

/** Calls `changed` with a model or a file of weights whenever it or its sidecar was written or removed, once per burst of changes. */
export function watchModels(changed: (model: vscode.Uri) => void): vscode.Disposable {
  const timers = new Map<string, NodeJS.Timeout>();
  const touch = (uri: vscode.Uri): void => {
    const model = uri.with({ path: uri.path.replace(/\.lens\.json$/, '') });
    clearTimeout(timers.get(model.toString()));
    timers.set(
      model.toString(),
      setTimeout(() => changed(model), settleMilliseconds),
    );
  };
  const watchers = [modelPattern, weightsPattern, '**/*.lens.json'].map((pattern) => vscode.workspace.createFileSystemWatcher(pattern));
  for (const watcher of watchers) {
    watcher.onDidChange(touch);
    watcher.onDidCreate(touch);
    watcher.onDidDelete(touch);
  }
  return vscode.Disposable.from(...watchers, { dispose: () => timers.forEach((timer) => clearTimeout(timer)) });
}
