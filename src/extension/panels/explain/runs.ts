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

/**
 * The methods at work for one panel, one engine call each, so that each can be cancelled alone. Cards are reported as they change; a
 * call that was superseded reports nothing more.
 */
export class Runs {
  private readonly controllers = new Map<string, AbortController>();

  constructor(
    private readonly engine: EngineProcess,
    private readonly report: (card: Card) => void,
  ) {}

  get active(): boolean {
    return this.controllers.size > 0;
  }

  start(subject: Subject, request: MethodRequest): void {
    const { method } = request;
    this.drop(method);
    const controller = new AbortController();
    this.controllers.set(method, controller);
    this.report({ method, state: 'waiting' });
    void this.follow(subject, request, controller);
  }

  /** Cancels one method, or all for null; their cards say so. */
  cancel(method: string | null): void {
    for (const name of method === null ? [...this.controllers.keys()] : [method]) {
      if (this.drop(name)) this.report({ method: name, state: 'cancelled' });
    }
  }

  /** Cancels without a word, because the card is about to go or to be started anew. */
  drop(method: string): boolean {
    const controller = this.controllers.get(method);
    this.controllers.delete(method);
    controller?.abort();
    return controller !== undefined;
  }

  dropAll(): void {
    for (const method of [...this.controllers.keys()]) this.drop(method);
  }

  private async follow(subject: Subject, request: MethodRequest, controller: AbortController): Promise<void> {
    const { method } = request;
    const current = (): boolean => this.controllers.get(method) === controller;
    let last: Card = { method, state: 'waiting' };
    let expectedPasses: number | null = null;
    const onEvent = (event: ExplainEvent): void => {
      if (!current()) return;
      if (event.kind === 'started') expectedPasses = event.expectedPasses;
      last = cardAfter(method, event, last, expectedPasses);
      if (last.state === 'done' || last.state === 'error') this.controllers.delete(method);
      this.report(last);
    };
    const target = subject.target === null ? {} : { target: subject.target };
    const region = subject.region ? { targetRegion: subject.region } : {};
    try {
      const argument = { model: subject.model, input: subject.input, methods: [request], ...target, ...region };
      await this.engine.call('input.explain', argument, { signal: controller.signal, onEvent });
      if (current()) throw new LensError({ code: 'internal', what: 'The engine finished without a map' });
    } catch (thrown) {
      if (!current()) return;
      this.controllers.delete(method);
      this.report({ method, state: 'error', error: LensError.from(thrown).toReport() });
    }
  }
}

function cardAfter(method: string, event: ExplainEvent, last: Card, expectedPasses: number | null): Card {
  if (event.kind === 'finished') return { method, state: 'done', result: event.result };
  if (event.kind === 'failed') return { method, state: 'error', error: event.error };
  const before = last.state === 'running' ? last.map : null;
  const { fraction, passes, seconds, map } = event.kind === 'progress' ? event : { fraction: 0, passes: 0, seconds: 0, map: undefined };
  return { method, state: 'running', fraction, passes, seconds, expectedPasses, map: map ?? before };
}
