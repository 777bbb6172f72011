import * as vscode from 'vscode';
import { SAVED_MODEL } from '../../protocol/model-files';
import { jsonPattern, modelPattern, weightsPattern } from './models';
import { isTensorFlowModel, recognised } from './sniffing';

const settleMilliseconds = 300;

/** What is watched, and the models that a changed file belongs to. */
interface Watched {
  readonly pattern: string;
  models(file: vscode.Uri): vscode.Uri[] | Promise<vscode.Uri[]>;
}

const sidecarEnding = '.lens.json';
const itself = (file: vscode.Uri): vscode.Uri[] => [file];
const isSidecar = ({ path }: vscode.Uri): boolean => path.endsWith(sidecarEnding);

const watched: readonly Watched[] = Object.freeze([
  { pattern: modelPattern, models: itself },
  { pattern: weightsPattern, models: itself },
  {
    pattern: `**/*${sidecarEnding}`,
    models: (file) => [file.with({ path: file.path.slice(0, -sidecarEnding.length) })],
  },
  { pattern: jsonPattern, models: async (file) => (!isSidecar(file) && (await isTensorFlowModel(file)) ? [file] : []) },
  { pattern: '**/*.bin', models: modelsBeside },
  { pattern: '**/variables/variables.*', models: (file) => [vscode.Uri.joinPath(file, '../..', SAVED_MODEL)] },
]);

/** What was learned to explain a model lies beside it. */
const explainerEnding = '.l2x';
const explainers: readonly Watched[] = Object.freeze([
  {
    pattern: `**/*${explainerEnding}`,
    models: (file) => [file.with({ path: file.path.slice(0, -explainerEnding.length) })],
  },
]);

/** The TensorFlow.js models in the folder of a shard. */
async function modelsBeside(shard: vscode.Uri): Promise<vscode.Uri[]> {
  const folder = vscode.Uri.joinPath(shard, '..');
  const entries = await vscode.workspace.fs.readDirectory(folder).then(
    (all) => all,
    () => [],
  );
  const json = entries.filter(([name]) => name.endsWith('.json') && !name.endsWith(sidecarEnding));
  return recognised(json.map(([name]) => vscode.Uri.joinPath(folder, name)));
}

/**
 * Calls `changed` with a model or a file of weights whenever it, one of its shards or its sidecar was written or
 * removed, once per burst of changes.
 */
export const watchModels = (changed: (model: vscode.Uri) => void): vscode.Disposable => watch(watched, changed);

/** Calls `changed` with a model whenever what was learned to explain it was written or removed. */
export const watchExplainers = (changed: (model: vscode.Uri) => void): vscode.Disposable => watch(explainers, changed);

function watch(all: readonly Watched[], changed: (model: vscode.Uri) => void): vscode.Disposable {
  const timers = new Map<string, NodeJS.Timeout>();
  const touch = (model: vscode.Uri): void => {
    const key = model.toString();
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => {
        timers.delete(key);
        changed(model);
      }, settleMilliseconds),
    );
  };
  const watchers = all.map(({ pattern, models }) => {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const tell = async (file: vscode.Uri): Promise<void> => (await models(file)).forEach(touch);
    watcher.onDidChange(tell);
    watcher.onDidCreate(tell);
    watcher.onDidDelete(tell);
    return watcher;
  });
  return vscode.Disposable.from(...watchers, { dispose: () => timers.forEach((timer) => clearTimeout(timer)) });
}
