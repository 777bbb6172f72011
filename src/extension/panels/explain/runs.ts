import type { ExplainEvent, MethodRequest, Target } from '../../../protocol/explain';
import type { Card } from '../../../protocol/explain-panel';
import { LensError } from '../../../protocol/error';
import type { EngineProcess } from '../../engine/process';

/** What is explained, apart from the method. */
export interface Subject {
  readonly model: string;
  readonly input: string;
  readonly target: number | null;
  readonly region: Target['mask'] | null;
}

/** A method to run; the cheaper one goes first. */
export interface Task {
  readonly subject: Subject;
  readonly request: MethodRequest;
  /** Expected forward passes. */
  readonly cost: number;
}

interface Running extends Task {
  readonly controller: AbortController;
}

/**
 * The methods of one panel, one engine call each, so that each can be cancelled alone, and one after the other, so that the first map
 * comes soon and the times are the methods' own. Cards are reported as they change; a run that was superseded reports nothing more.
 */
export class Runs {
  /** Waiting and at work, by method. */
  private readonly runs = new Map<string, Running>();
  private working: Running | undefined;

  constructor(
    private readonly engine: EngineProcess,
    private readonly report: (card: Card) => void,
  ) {}

  start(tasks: readonly Task[]): void {
    for (const task of tasks) {
      const { method } = task.request;
      this.drop(method);
      this.runs.set(method, { ...task, controller: new AbortController() });
      this.report({ method, state: 'waiting' });
    }
    this.next();
  }

  /** Cancels one method, or all for null; their cards say so. */
  cancel(method: string | null): void {
    for (const name of method === null ? [...this.runs.keys()] : [method]) {
      if (this.drop(name)) this.report({ method: name, state: 'cancelled' });
    }
  }

  /** Cancels without a word, because the card is about to go or to be started anew. */
  drop(method: string): boolean {
    const run = this.runs.get(method);
    this.runs.delete(method);
    run?.controller.abort();
    return run !== undefined;
  }

  dropAll(): void {
    for (const method of [...this.runs.keys()]) this.drop(method);
  }

  private next(): void {
    const [cheapest] = [...this.runs.values()].sort((a, b) => a.cost - b.cost);
    if (this.working || !cheapest) return;
    this.working = cheapest;
    void this.follow(cheapest).finally(() => {
      this.working = undefined;
      this.next();
    });
  }

  private async follow(run: Running): Promise<void> {
    const { method } = run.request;
    const current = (): boolean => this.runs.get(method) === run;
    let last: Card = { method, state: 'waiting' };
    let expectedPasses: number | null = null;
    const onEvent = (event: ExplainEvent): void => {
      if (!current()) return;
      if (event.kind === 'started') expectedPasses = event.expectedPasses;
      last = cardAfter(method, event, last, expectedPasses);
      if (last.state === 'done' || last.state === 'error') this.runs.delete(method);
      this.report(last);
    };
    try {
      await this.engine.call('input.explain', argumentOf(run), { signal: run.controller.signal, onEvent });
      if (current()) throw new LensError({ code: 'internal', what: 'The engine finished without a map' });
    } catch (thrown) {
      if (!current()) return;
      this.runs.delete(method);
      this.report({ method, state: 'error', error: LensError.from(thrown).toReport() });
    }
  }
}

function argumentOf({ subject: { model, input, target, region }, request }: Task) {
  return { model, input, methods: [request], ...(target === null ? {} : { target }), ...(region ? { targetRegion: region } : {}) };
}

function cardAfter(method: string, event: ExplainEvent, last: Card, expectedPasses: number | null): Card {
  if (event.kind === 'finished') return { method, state: 'done', result: event.result };
  if (event.kind === 'failed') return { method, state: 'error', error: event.error };
  const before = last.state === 'running' ? last.map : null;
  const { fraction, passes, seconds, map } = event.kind === 'progress' ? event : { fraction: 0, passes: 0, seconds: 0, map: undefined };
  return { method, state: 'running', fraction, passes, seconds, expectedPasses, map: map ?? before };
}
