import * as vscode from 'vscode';
import { modelPattern } from './models';

const settleMilliseconds = 300;

/** Calls `changed` with a model whenever its file or its sidecar was written, once per burst of changes. */
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
  const watchers = [modelPattern, '**/*.lens.json'].map((pattern) => vscode.workspace.createFileSystemWatcher(pattern));
  for (const watcher of watchers) {
    watcher.onDidChange(touch);
    watcher.onDidCreate(touch);
    watcher.onDidDelete(touch);
  }
  return vscode.Disposable.from(...watchers, { dispose: () => timers.forEach((timer) => clearTimeout(timer)) });
}
