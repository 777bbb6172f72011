import * as vscode from 'vscode';
import type { EvaluationEvent } from '../../../protocol/evaluation-progress';
import type { EvaluationRun } from '../../../protocol/evaluation-panel';
import { LensError } from '../../../protocol/error';
import type { Services } from '../../services';
import { reach } from '../../workspace/milestones';
import { requireTrust } from '../../workspace/trust';
import { freeFolder } from './free-folder';
import type { Results } from './results';
import { RunElsewhere } from './run-elsewhere';
import { requestOf } from './setup';
import type { EvaluationStore } from './store';

/** Milliseconds between two messages about a run. */
const pause = 100;

/** The run of what is set up, here or on other machines: it starts, is followed, and ends in results. */
export class EvaluationRuns {
  readonly elsewhere: RunElsewhere;
  private running: AbortController | undefined;
  private shown = 0;

  constructor(
    private readonly services: Services,
    private readonly store: EvaluationStore,
    private readonly results: Results,
  ) {
    this.elsewhere = new RunElsewhere(services, {
      isBusy: () => this.isBusy,
      show: (run) => store.change({ run }),
      merged: () => results.load(),
    });
  }

  get isBusy(): boolean {
    return this.running !== undefined;
  }

  /** Evaluates; what an earlier run into the same folder has done is not done again. */
  async start(): Promise<void> {
    const { folder, setup } = this.store.document;
    if (!folder || !setup || this.running) return;
    const controller = (this.running = new AbortController());
    const isParted = this.store.document.run?.state === 'parted';
    const out = isParted ? setup.out : await freeFolder(this.store.document);
    this.store.change({
      setup: { ...setup, out },
      differs: null,
      run: { state: 'starting', started: null, progress: null, table: null, error: null },
      difference: null,
    });
    try {
      requireTrust();
      const { engine } = this.services;
      const options = { signal: controller.signal, onEvent: (event: EvaluationEvent) => this.follow(event) };
      if (isParted) await engine.call('parts.merge', { out }, options);
      else await engine.call('folder.evaluate', requestOf(vscode.Uri.parse(folder.uri), { ...setup, out }), options);
      await this.results.load();
      this.store.change({ run: null });
      await reach('folderEvaluated');
    } catch (thrown) {
      const error = LensError.from(thrown).toReport();
      this.progress({ state: error.code === 'cancelled' ? 'cancelled' : 'failed', error });
    } finally {
      this.running = undefined;
    }
  }

  /** Stops, on a cluster as well; everything done is kept, and {@link start} goes on from there. */
  async cancel(): Promise<void> {
    if (this.running) this.running.abort();
    else if (this.store.document.run?.parts) await this.elsewhere.cancel();
  }

  dispose(): void {
    this.elsewhere.dispose();
    this.running?.abort();
  }

  private follow(event: EvaluationEvent): void {
    if (event.kind === 'started') return this.progress({ state: 'running', started: event });
    if (event.kind === 'table') return this.progress({ table: event });
    const now = performance.now();
    const quiet = now - this.shown < pause && event.done < event.total;
    if (!quiet) this.shown = now;
    this.progress({ progress: event }, !quiet);
  }

  private progress(changes: Partial<EvaluationRun>, tell = true): void {
    const { run } = this.store.document;
    if (run) this.store.change({ run: { ...run, ...changes } }, tell ? undefined : null);
  }
}
