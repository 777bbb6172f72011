import * as vscode from 'vscode';
import type { ErrorReport } from '../../../protocol/error';
import type { EvaluationRun } from '../../../protocol/evaluation-panel';
import type { RunReport } from '../../../protocol/parts';
import { goesOn, isDone, RunWatch, type WatchedRun } from '../../runs/watch';
import type { Services } from '../../services';

interface Shown {
  /** Whether a run of this window is shown. */
  isBusy(): boolean;
  show(run: EvaluationRun | null): void;
  /** The parts have been put together. */
  merged(): Promise<void>;
}

/** A run in parts on other machines that goes into the folder of results: shown as a run of the panel's own is. */
export class RunElsewhere {
  private watched: { readonly out: string; readonly watch: RunWatch; readonly files: vscode.Disposable } | undefined;
  private shown: EvaluationRun | null = null;

  constructor(
    private readonly services: Services,
    private readonly panel: Shown,
  ) {}

  /** Follows the run into this folder, from now on or from when there is one. */
  watch(out: string): void {
    this.dispose();
    const watch = new RunWatch(this.services, out, (run) => this.take(run));
    const traces = new vscode.RelativePattern(vscode.Uri.file(out), '{shards/*/part.json,slurm/jobs.json}');
    const files = vscode.workspace.createFileSystemWatcher(traces, false, true, true);
    files.onDidCreate(() => void watch.look());
    this.watched = { out, watch, files };
    void watch.look();
  }

  /** Takes the parts off the cluster, and looks what became of them. */
  async cancel(): Promise<void> {
    if (!this.watched) return;
    await this.services.engine.call('parts.cancel', { out: this.watched.out });
    await this.watched.watch.look();
  }

  dispose(): void {
    this.watched?.watch.dispose();
    this.watched?.files.dispose();
    this.watched = undefined;
  }

  private take(seen: WatchedRun | null): void {
    if (this.panel.isBusy()) return;
    const before = this.shown;
    this.shown = seen && seen.report.kind === 'evaluation' && !seen.report.merged ? runOf(seen) : null;
    if (before || this.shown) this.panel.show(this.shown);
    if (before && seen?.report.merged) void this.panel.merged();
  }
}

function runOf({ report, started, table }: WatchedRun): EvaluationRun {
  const { done, total, skipped, rate } = report;
  const state = goesOn(report) ? 'running' : isDone(report) ? 'parted' : 'failed';
  const secondsLeft = total !== null && rate > 0 ? (total - done) / rate : null;
  const progress = { kind: 'progress', done, total: total ?? 0, skipped, rate, secondsLeft, image: '' } as const;
  return { state, started, progress, table, error: state === 'failed' ? errorOf(report) : null, parts: report };
}

function errorOf({ parts }: RunReport): ErrorReport {
  const failed = parts.filter(({ state }) => state === 'failed');
  return {
    code: 'stopped',
    what: vscode.l10n.t(
      '{0} of {1} parts failed: part {2}: {3}',
      failed.length,
      parts.length,
      failed[0].number,
      String(failed[0].error),
    ),
    next: vscode.l10n.t('Submit it again: what is done is not computed again'),
  };
}
