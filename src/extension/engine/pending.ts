import type { EngineCallName, EngineRequest } from '../../protocol/engine';
import type { ErrorReport } from '../../protocol/error';
import { LensError } from '../../protocol/error';

/** A request that has not been settled by the engine. */
export class PendingCall {
  /** The engine has sent an event of it, so it is at work on it. */
  begun = false;
  /** Set once the caller gave up; the promise is rejected then, and the engine has until the timer fires to stop. */
  graceTimer: NodeJS.Timeout | undefined;
  /** Ends a call that may take no longer. */
  limitTimer: NodeJS.Timeout | undefined;
  cancelled = false;

  constructor(
    readonly id: number,
    readonly name: EngineCallName,
    private readonly argument: unknown,
    private readonly onEvent: ((event: unknown) => void) | undefined,
    private readonly settle: { resolve(answer: unknown): void; reject(error: LensError): void },
  ) {}

  get request(): EngineRequest {
    return { kind: 'call', id: this.id, name: this.name, arguments: this.argument };
  }

  event(event: unknown): void {
    this.begun = true;
    this.onEvent?.(event);
  }

  answer(answer: unknown): void {
    this.clearTimers();
    this.settle.resolve(answer);
  }

  fail(report: ErrorReport): void {
    this.clearTimers();
    this.settle.reject(new LensError(report));
  }

  /** Rejects at once: a caller who cancels waits for nothing. Events of what was finished by then may still come. */
  cancel(report: ErrorReport = { code: 'cancelled', what: 'The run was cancelled' }): void {
    this.cancelled = true;
    clearTimeout(this.limitTimer);
    this.settle.reject(new LensError(report));
  }

  private clearTimers(): void {
    clearTimeout(this.graceTimer);
    clearTimeout(this.limitTimer);
  }
}
