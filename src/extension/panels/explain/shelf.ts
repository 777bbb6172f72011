import type { Card } from '../../../protocol/explain-panel';

/** So many maps are kept; of more, those put away first go. */
const room = 32;

/** Finished cards that were taken away, by what they were made for: a choice that is taken back costs nothing. */
export class Shelf {
  private readonly cards = new Map<string, Card>();

  put(key: string, card: Card): void {
    this.cards.delete(key);
    this.cards.set(key, card);
    const [oldest] = this.cards.keys();
    if (this.cards.size > room) this.cards.delete(oldest);
  }

  take(key: string): Card | undefined {
    const card = this.cards.get(key);
    this.cards.delete(key);
    return card;
  }

  clear(): void {
    this.cards.clear();
  }
}
