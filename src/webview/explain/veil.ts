import { cardIdOf } from '../../protocol/cards';
import type { Card } from '../../protocol/explain-document';
import { element, setAttribute } from '../ui/element';
import { headline } from '../ui/headline';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { ExplainApp } from './app';

/** Over the image: what went wrong and what to do, or that the run was cancelled. */
export function showVeil(app: ExplainApp, veil: HTMLElement, card: Card): void {
  // A map that was there when the run was cancelled stays in sight; the card's foot says how far it got.
  const withdrawn = card.state === 'cancelled' && !card.map;
  veil.hidden = card.state !== 'error' && !withdrawn;
  setAttribute(veil, 'role', card.state === 'error' ? 'alert' : null);
  if (withdrawn) return veil.replaceChildren(element('p', {}, t('Cancelled')), again(app, cardIdOf(card)));
  if (card.state !== 'error') return veil.replaceChildren();
  veil.replaceChildren(headline(card.error), element('p', {}, card.error.next ?? ''), again(app, cardIdOf(card)));
}

function again(app: ExplainApp, card: string): HTMLElement {
  return button({ label: t('Try again'), onClick: () => app.post({ kind: 'retry', card }) });
}
