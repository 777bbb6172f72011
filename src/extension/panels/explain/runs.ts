import type { ExplainEvent } from '../../../protocol/explain';
import type { MethodRequest } from '../../../protocol/method';
import { cardIdOf } from '../../../protocol/cards';
import type { Card, CardKey } from '../../../protocol/explain-document';
import { LensError } from '../../../protocol/error';
import type { EngineProcess } from '../../engine/process';
import { requestOf, type Subject } from './subject';

/** A card to compute; the cheaper one goes first. */
export interface Task {
  readonly key: CardKey;
  readonly subject: Subject;
  readonly request: MethodRequest;
  /** Expected forward passes. */
  readonly cost: number;
}

interface Running extends Task {
  readonly controller: AbortController;
  /** The card as it was last reported. */
  card: Card;
}

/**
 * The runs of one panel, one engine call each, so that each can be cancelled alone, and one after the other, so that
 * the first map comes soon and the times are the methods' own. Cards are reported as they change; a run that was
 * superseded reports nothing more. A cancelled run may still finish with what it had, if its method can stop anywhere.
 */
export class Runs {
  /** Waiting and at work, by the card's id. */
  private readonly runs = new Map<string, Running>();
  /** Cancelled by the user, not started again since. */
  private readonly cancelled = new Map<string, Running>();
  private working: Running | undefined;

  constructor(
    private readonly engine: EngineProcess,
    private readonly report: (card: Card) => void,
  ) {}

  start(tasks: readonly Task[]): void {
    for (const task of tasks) {
      const id = cardIdOf(task.key);
      this.drop(id);
      const card: Card = { ...task.key, state: 'waiting' };
      this.runs.set(id, { ...task, controller: new AbortController(), card });
      this.report(card);
    }
    this.next();
  }

  /** Cancels one card, or all for null; they say so. */
  cancel(card: string | null): void {
    for (const [id, run] of [...this.runs]) {
      if (card !== null && id !== card) continue;
      this.drop(id);
      this.cancelled.set(id, run);
      this.report(cancelledCard(run));
    }
  }

  /** Cancels without a word, because the card is about to go or to be started anew. */
  drop(id: string): void {
    this.runs.get(id)?.controller.abort();
    this.forget(id);
  }

  dropAll(): void {
    for (const id of [...this.runs.keys(), ...this.cancelled.keys()]) this.drop(id);
  }

  private forget(id: string): void {
    this.runs.delete(id);
    this.cancelled.delete(id);
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
    const { key } = run;
    const id = cardIdOf(key);
    const current = (): boolean => this.runs.get(id) === run;
    const onEvent = (event: ExplainEvent): void => {
      const late = this.cancelled.get(id) === run && event.kind === 'finished';
      if (!current() && !late) return;
      run.card = cardAfter(key, event, run.card);
      if (run.card.state === 'done' || run.card.state === 'error') this.forget(id);
      this.report(run.card);
    };
    try {
      const request = { ...requestOf(run.subject), methods: [run.request] };
      await this.engine.call('input.explain', request, { signal: run.controller.signal, onEvent });
      if (current()) throw new LensError({ code: 'internal', what: 'The engine finished without a map' });
    } catch (thrown) {
      if (!current()) return;
      this.forget(id);
      this.report({ ...key, state: 'error', error: LensError.from(thrown).toReport() });
    }
  }
}

function cardAfter(key: CardKey, event: ExplainEvent, last: Card): Card {
  if (event.kind === 'finished') return { ...key, state: 'done', result: event.result };
  if (event.kind === 'failed') return { ...key, state: 'error', error: event.error };
  if (event.kind === 'started') {
    return {
      ...key,
      state: 'running',
      fraction: 0,
      passes: 0,
      seconds: 0,
      expectedPasses: event.expectedPasses,
      map: null,
    };
  }
  const { expectedPasses, map: before } = last.state === 'running' ? last : { expectedPasses: null, map: null };
  const { fraction, passes, seconds, map } = event;
  return { ...key, state: 'running', fraction, passes, seconds, expectedPasses, map: map ?? before };
}

function cancelledCard({ key, card }: Running): Card {
  const { passes, expectedPasses, map } =
    card.state === 'running' ? card : { passes: 0, expectedPasses: null, map: null };
  return { ...key, state: 'cancelled', passes, expectedPasses, map };
}
