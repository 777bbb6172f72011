import { cardIdOf, cardsChosen, withCard } from '../../../protocol/cards';
import type { Card, MethodChoice } from '../../../protocol/explain-document';
import type { EngineProcess } from '../../engine/process';
import { requestsOf, runKey, type CardRequest } from '../choices';
import type { Inquiries } from './inquiries';
import { Runs } from './runs';
import { Shelf } from './shelf';
import type { ExplainStore } from './store';
import type { Subject } from './subject';

/** The cards of the methods that are chosen: made, put away, and shown again where the very same is chosen. */
export class Cards {
  private readonly runs: Runs;
  /** What each finished card was computed for; a card whose key still holds is not computed again. */
  private readonly keys = new Map<string, string>();
  private readonly shelf = new Shelf();

  constructor(
    engine: EngineProcess,
    private readonly store: ExplainStore,
    private readonly inquiries: Pick<Inquiries, 'costOf'>,
    /** A card that was made elsewhere, by what it was made for. */
    private readonly made: (key: string) => Card | undefined,
  ) {
    this.runs = new Runs(engine, (card) => this.show(card));
  }

  /** Makes the cards that are chosen and not up to date. */
  start(subject: Subject): void {
    this.bringBack();
    const due = this.chosen().filter((one) => !this.isCurrent(one));
    for (const { key, request } of due) this.keys.set(cardIdOf(key), runKey(this.store.document, request));
    this.runs.start(due.map(({ key, request }) => ({ key, subject, request, cost: this.inquiries.costOf(key) })));
  }

  /** Cancels one card, or all for null; they say so. */
  cancel(card: string | null): void {
    this.runs.cancel(card);
  }

  /** Stops what is at work, without a word. */
  stop(): void {
    this.runs.dropAll();
  }

  /** Takes up other choices: cards that are not among them are put away, and some come back. */
  choose(choices: readonly MethodChoice[]): void {
    const before = this.store.document.cards;
    const cards = cardsChosen(before, choices);
    for (const card of before) if (!cards.includes(card)) this.putAway(card);
    this.store.change({ choices, cards }, null);
    this.bringBack();
  }

  /** A finished card of an earlier session is as good as one that is made now. */
  remember(card: Card): void {
    const id = cardIdOf(card);
    const found = this.store.document.choices.flatMap(requestsOf).find(({ key }) => cardIdOf(key) === id);
    if (found && card.state === 'done') this.keys.set(id, runKey(this.store.document, found.request));
  }

  /** One card is made again, whatever it shows. */
  outdate(card: string): void {
    this.keys.delete(card);
  }

  /** All cards are, and none comes back. */
  outdateAll(): void {
    this.keys.clear();
    this.shelf.clear();
  }

  /** Cards of some methods are; of no method one comes back. */
  outdateMethods(methods: ReadonlySet<string>): void {
    this.shelf.clear();
    for (const card of this.store.document.cards) if (methods.has(card.method)) this.keys.delete(cardIdOf(card));
  }

  private chosen(): CardRequest[] {
    return this.store.document.choices.filter(({ selected }) => selected).flatMap(requestsOf);
  }

  /** Its card is done and was not stopped before, or at work, with exactly what is chosen now. */
  private isCurrent({ key, request }: CardRequest): boolean {
    const id = cardIdOf(key);
    const card = this.store.document.cards.find((one) => cardIdOf(one) === id);
    const whole = card?.state === 'done' && !card.result.stopped;
    return (
      (whole || card?.state === 'running' || card?.state === 'waiting') &&
      this.keys.get(id) === runKey(this.store.document, request)
    );
  }

  /** What is at work is stopped; what is finished can come back. */
  private putAway(card: Card): void {
    const id = cardIdOf(card);
    this.runs.drop(id);
    const key = this.keys.get(id);
    if (card.state === 'done' && key !== undefined) this.shelf.put(key, card);
    this.keys.delete(id);
  }

  /** Shows again what was taken away or made elsewhere, where the very same is chosen. */
  private bringBack(): void {
    for (const one of this.chosen()) {
      const key = runKey(this.store.document, one.request);
      const card = this.isCurrent(one) ? undefined : (this.shelf.take(key) ?? this.made(key));
      if (!card) continue;
      this.keys.set(cardIdOf(one.key), key);
      this.show(card);
    }
  }

  private show(card: Card): void {
    this.store.change({ cards: withCard(this.store.document, card) }, { kind: 'card', card });
  }
}
