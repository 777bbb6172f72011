import type { Card } from '../../../protocol/explain-document';

/** Maps of so many bytes are kept; of more, those put away first go. */
const room = 64e6;

type Finished = Extract<Card, { readonly state: 'done' }>;

/** Finished cards that are not shown now, by what they were made for: what is shown again costs nothing. */
export class Shelf {
  private readonly cards = new Map<string, Finished>();
  private bytes = 0;

  put(key: string, card: Finished): void {
    this.take(key);
    this.cards.set(key, card);
    this.bytes += bytesOf(card);
    for (const oldest of this.cards.keys()) {
      if (this.bytes <= room || this.cards.size === 1) break;
      this.take(oldest);
    }
  }

  /** It stays. */
  look(key: string): Finished | undefined {
    return this.cards.get(key);
  }

  take(key: string): Finished | undefined {
    const card = this.cards.get(key);
    if (card) this.bytes -= bytesOf(card);
    this.cards.delete(key);
    return card;
  }

  clear(): void {
    this.cards.clear();
    this.bytes = 0;
  }
}

function bytesOf({ result: { map, standardError, segments } }: Finished): number {
  return [map, standardError, segments].reduce((sum, values) => sum + (values?.data.byteLength ?? 0), 0);
}
