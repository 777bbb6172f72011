import { element, keyed } from '../ui/element';
import { t } from '../ui/l10n';
import type { Component, ExplainApp } from './app';
import { cardView, type CardView } from './card';

/** One card per method that was run, in the order of the picker. */
export function cards(app: ExplainApp): Component {
  const node = element('section', { class: 'cards', 'aria-label': t('Explanations') });
  const views = new Map<string, CardView>();
  const make = (method: string): HTMLElement => {
    const view = cardView(app, method);
    views.set(method, view);
    return view.element;
  };
  return {
    element: node,
    update() {
      const { cards: shown } = app.document;
      keyed(
        node,
        shown,
        ({ method }) => method,
        ({ method }) => make(method),
        (_node, card) => views.get(card.method)?.update(card),
      );
    },
  };
}
