import * as vscode from 'vscode';

/** What a run in parts leaves in its folder of results: what each part says, and what was submitted. */
const traces = '**/{shards/*-of-*/part.json,slurm/jobs.json}';

/** The folders of results of the runs in parts there are in the workspace, by name. */
export async function findRuns(): Promise<vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(traces, '**/{node_modules,.git}/**', 5000);
  const folders = new Map(
    found.map((trace) => {
      const up = trace.path.endsWith('/jobs.json') ? '../..' : '../../..';
      const folder = vscode.Uri.joinPath(trace, up);
      return [folder.toString(), folder] as const;
    }),
  );
  return [...folders.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Calls `changed` when a run begins, or what is left of one is removed. */
export function watchRuns(changed: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(traces, false, true);
  watcher.onDidCreate(changed);
  watcher.onDidDelete(changed);
  return watcher;
}
