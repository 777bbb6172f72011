import * as vscode from 'vscode';

/** Runs that a change of a model has begun, by folder, so that each can be ended by what makes it needless. */
export class AutomaticRuns {
  private readonly going = new Map<vscode.TestItem, Set<vscode.CancellationTokenSource>>();
  private disposed = false;

  constructor(
    private readonly run: (request: vscode.TestRunRequest, token: vscode.CancellationToken) => Promise<void>,
  ) {}

  /** Begins a run of a folder, which `token` ends as well. */
  start(root: vscode.TestItem, request: vscode.TestRunRequest, token?: vscode.CancellationToken): void {
    if (this.disposed || token?.isCancellationRequested) return;
    const source = new vscode.CancellationTokenSource();
    const linked = token?.onCancellationRequested(() => source.cancel());
    const going = this.going.get(root) ?? new Set();
    this.going.set(root, going.add(source));
    void this.run(request, source.token).finally(() => {
      linked?.dispose();
      going.delete(source);
      source.dispose();
    });
  }

  /** Ends the runs of a folder that have not ended. */
  stop(root: vscode.TestItem): void {
    for (const source of this.going.get(root) ?? []) source.cancel();
  }

  dispose(): void {
    this.disposed = true;
    for (const root of this.going.keys()) this.stop(root);
  }
}
