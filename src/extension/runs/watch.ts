import type { EvaluationEvent, PartialTable } from '../../protocol/evaluation-progress';
import { LensError } from '../../protocol/error';
import type { RunReport, TrainedSoFar } from '../../protocol/parts';
import type { Services } from '../services';

/** Milliseconds between two looks at a run that goes on, and at least between two tables of what it has found. */
const [PAUSE, TABLE_PAUSE] = [2000, 10_000];

/** A run in parts, as it was seen last. */
export interface WatchedRun {
  readonly report: RunReport;
  readonly started: Extract<EvaluationEvent, { readonly kind: 'started' }> | null;
  /** What all parts of an evaluation have found by now. */
  readonly table: PartialTable | null;
  /** And of a training. */
  readonly folds: readonly TrainedSoFar[];
}

/** Whether parts wait or run. */
export const goesOn = ({ parts }: RunReport): boolean =>
  parts.some(({ state }) => state === 'waiting' || state === 'running');

/** Whether all parts have ended well. */
export const isDone = ({ parts }: RunReport): boolean => parts.every(({ state }) => state === 'done');

/** Follows the run in parts that goes into a folder of results, for as long as parts wait or run. */
export class RunWatch {
  private readonly ending = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private seen: WatchedRun | null = null;
  private tabled = { done: 0, at: -Infinity, busy: false };

  /** @param told is given what changed; null where there is no such run */
  constructor(
    private readonly services: Pick<Services, 'engine' | 'log'>,
    private readonly out: string,
    private readonly told: (run: WatchedRun | null) => void,
  ) {}

  /** Looks now, and again while the run goes on. */
  async look(): Promise<void> {
    clearTimeout(this.timer);
    const report = await this.services.engine.call('parts.report', { out: this.out }).catch((thrown: unknown) => {
      this.services.log.debug(`parts.report: ${LensError.from(thrown).message}`);
      return this.seen?.report ?? null;
    });
    if (this.ending.signal.aborted) return;
    clearTimeout(this.timer);
    this.take(report && { started: null, table: null, folds: [], ...this.seen, report });
    if (!report) return;
    if (goesOn(report)) this.timer = setTimeout(() => void this.look(), PAUSE);
    void this.askFound(report);
  }

  dispose(): void {
    this.ending.abort();
    clearTimeout(this.timer);
  }

  private take(seen: WatchedRun | null): void {
    this.seen = seen;
    if (!this.ending.signal.aborted) this.told(seen);
  }

  /** Asks what was found where more is done than the last answer knew. */
  private async askFound(report: RunReport): Promise<void> {
    const { done, at, busy } = this.tabled;
    const isEarly = goesOn(report) && performance.now() - at < TABLE_PAUSE;
    if (busy || isEarly || report.done === done) return;
    this.tabled = { done: report.done, at: performance.now(), busy: true };
    try {
      await (report.kind === 'evaluation' ? this.askTable() : this.askFolds());
    } catch (thrown) {
      this.services.log.debug(`what ${this.out} has found: ${LensError.from(thrown).message}`);
    } finally {
      this.tabled = { ...this.tabled, at: performance.now(), busy: false };
    }
    // More may have been done meanwhile, and nobody looks again where all has ended.
    if (this.seen && !goesOn(this.seen.report)) await this.askFound(this.seen.report);
  }

  private async askTable(): Promise<void> {
    const options = { signal: this.ending.signal, onEvent: (event: EvaluationEvent) => this.follow(event) };
    await this.services.engine.call('parts.table', { out: this.out }, options);
  }

  private async askFolds(): Promise<void> {
    const folds = await this.services.engine.call('parts.folds', { out: this.out }, { signal: this.ending.signal });
    if (this.seen) this.take({ ...this.seen, folds });
  }

  private follow(event: EvaluationEvent): void {
    if (!this.seen || event.kind === 'progress') return;
    this.take({ ...this.seen, ...(event.kind === 'started' ? { started: event } : { table: event }) });
  }
}
