import type { Card, ExplainDocument } from './explain-panel';

/** The document's cards with `card` in its place, in the order of the picker. */
export function withCard({ cards, choices }: Pick<ExplainDocument, 'cards' | 'choices'>, card: Card): Card[] {
  const order = choices.map(({ method }) => method);
  const others = cards.filter(({ method }) => method !== card.method);
  return [...others, card].sort((a, b) => order.indexOf(a.method) - order.indexOf(b.method));
}
