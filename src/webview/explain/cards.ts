import { cardIdOf } from '../../protocol/cards';
import type { Component } from '../ui/component';
import { element, keyed } from '../ui/element';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { cardView, type CardView } from './card';

/** One card per method that was run, or per combination of the values it compares, in the order of the picker. */
export function cards(app: ExplainApp): Component {
  const node = element('section', { class: 'cards', 'aria-label': t('Explanations') });
  const views = new Map<string, CardView>();
  return {
    element: node,
    update() {
      keyed(
        node,
        app.document.cards,
        cardIdOf,
        (card) => {
          const view = cardView(app, card);
          views.set(cardIdOf(card), view);
          return view.element;
        },
        (_node, card) => views.get(cardIdOf(card))?.update(card),
      );
    },
  };
}
