import * as vscode from 'vscode';
import { LensError } from '../../../protocol/error';
import type { TrainingEvent, TrainingRequest } from '../../../protocol/training';
import type { FoldCurve, TrainingRun } from '../../../protocol/training-panel';
import type { EngineProcess } from '../../engine/process';
import { reach } from '../../workspace/milestones';

/** Milliseconds between two messages about how far a training is. */
const PAUSE = 200;

/** A run that was paused before the window was loaded again; its curves come back when it goes on. */
export const PAUSED: TrainingRun = {
  state: 'paused',
  reading: null,
  features: null,
  started: null,
  progress: null,
  curves: [],
  error: null,
};

/** One training that goes on, whether its panel is open or not. */
export class RunningTraining {
  run: TrainingRun = { ...PAUSED, state: 'starting' };
  private readonly listeners = new Set<(run: TrainingRun) => void>();
  private readonly controller = new AbortController();
  /** When it has ended, in whatever way. */
  readonly end: Promise<void>;
  private told = 0;

  constructor(
    engine: EngineProcess,
    request: TrainingRequest,
    /** Hears of every change, too, but does not count as somebody who looks at it. */
    private readonly report: (run: TrainingRun) => void,
  ) {
    const options = { signal: this.controller.signal, onEvent: (event: TrainingEvent) => this.follow(event) };
    this.end = engine.call('training.run', request, options).then(
      () => reach('networkTrained'),
      (thrown: unknown) => {
        const error = LensError.from(thrown).toReport();
        this.change({ state: error.code === 'cancelled' ? 'paused' : 'failed', error });
      },
    );
  }

  /** Stops; every finished epoch is kept, and the same training goes on from there. */
  stop(): void {
    this.controller.abort();
  }

  get isStopped(): boolean {
    return this.controller.signal.aborted;
  }

  /** Whether a panel shows it. */
  get isWatched(): boolean {
    return this.listeners.size > 0;
  }

  /** Hears of every change; returns how to stop that. */
  onChange(listener: (run: TrainingRun) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private follow(event: TrainingEvent): void {
    // What was on its way when it was stopped.
    if (this.controller.signal.aborted) return;
    if (event.kind === 'started') this.change({ state: 'running', started: event });
    if (event.kind === 'reading') this.change({ reading: { done: event.done, total: event.total } }, true);
    if (event.kind === 'features') this.change({ features: event }, true);
    if (event.kind === 'progress') this.change({ progress: event, features: null }, true);
    if (event.kind === 'epochs') this.change({ curves: withEpochs(this.run.curves, event) });
  }

  /** @param often whether it is said again soon, so that it need not be told each time */
  private change(changes: Partial<TrainingRun>, often = false): void {
    this.run = { ...this.run, ...changes };
    const now = performance.now();
    if (often && now - this.told < PAUSE) return;
    this.told = now;
    for (const listener of [...this.listeners, this.report]) listener(this.run);
  }
}

function withEpochs(
  curves: readonly FoldCurve[],
  { network, fold, history }: Extract<TrainingEvent, { kind: 'epochs' }>,
): readonly FoldCurve[] {
  const isOwn = (curve: FoldCurve): boolean => curve.network === network && curve.fold === fold;
  const known = curves.find(isOwn);
  if (!known) return [...curves, { network, fold, history }];
  return curves.map((curve) => (isOwn(curve) ? { ...curve, history: [...curve.history, ...history] } : curve));
}

/** The trainings that go on, by the folder they learn from; the status bar says how far they are. */
export class Trainings {
  private readonly running = new Map<string, RunningTraining>();

  of(folder: string): RunningTraining | undefined {
    return this.running.get(folder);
  }

  /** Waits for a training that was stopped and is still ending. */
  async ended(folder: string | undefined): Promise<void> {
    const last = this.running.get(folder ?? '');
    if (last?.isStopped) await last.end;
  }

  start(engine: EngineProcess, place: TrainingPlace, request: TrainingRequest): RunningTraining {
    const { folder, name } = place;
    let report = (_share: string): void => undefined;
    const training = new RunningTraining(engine, request, ({ progress: now }) => {
      if (now) report(`${Math.floor(100 * now.share)} %`);
    });
    this.running.set(folder, training);
    const ended = training.end.then(() => {
      if (this.running.get(folder) === training) this.running.delete(folder);
      if (!training.isWatched) void tellEnd(training.run, name, place.show);
    });
    const title = vscode.l10n.t('Training on {0}', name);
    void vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, (progress) => {
      report = (message) => progress.report({ message });
      return ended;
    });
    return training;
  }
}

/** What a training is about, for whoever does not see its panel. */
export interface TrainingPlace {
  /** Address of the folder. */
  readonly folder: string;
  readonly name: string;
  /** Opens its panel. */
  show(): void;
}

/** Says how a training ended whose panel was closed. */
async function tellEnd({ state, error }: TrainingRun, name: string, show: () => void): Promise<void> {
  if (state === 'paused') return;
  const open = vscode.l10n.t('Show');
  const answer = await (state === 'failed'
    ? vscode.window.showErrorMessage(vscode.l10n.t('The training on {0} failed: {1}', name, error?.what ?? ''), open)
    : vscode.window.showInformationMessage(vscode.l10n.t('The training on {0} is finished', name), open));
  if (answer === open) show();
}
