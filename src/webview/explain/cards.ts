import { cardIdOf, rowStarts } from '../../protocol/cards';
import type { Component } from '../ui/component';
import { element, keyed } from '../ui/element';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { cardView, type CardView } from './card';
import { balancedColumns } from './columns';
import { enlargement } from './enlargement';
import { inputView } from './input-view';
import { wholeAspect } from './stages';

/**
 * The input, then one card per method that was run, or per combination of the values it compares, in the order of the
 * picker.
 */
export function cards(app: ExplainApp): Component {
  const input = inputView(app);
  const list = element('div', { class: 'card-list' });
  const node = element(
    'section',
    { class: 'cards', tabindex: -1, 'aria-label': t('Explanations') },
    element('h2', { class: 'unseen' }, t('Explanations')),
    input.element,
    list,
  );
  const enlarged = enlargement(app, node);
  const views = new Map<string, CardView>();
  // Asking the browser for it at every update would lay out the page each time.
  let width = 0;
  const arrange = (): void => {
    const shown = app.document.cards.length + (input.element.hidden ? 0 : 1);
    node.style.setProperty('--columns', String(balancedColumns(shown, (width ||= node.clientWidth))));
  };
  new ResizeObserver(() => {
    width = node.clientWidth;
    arrange();
  }).observe(node);
  return {
    element: node,
    update() {
      node.style.setProperty('--aspect', String(wholeAspect(app)));
      input.update();
      const starts = rowStarts(app.document.cards, app.document.choices);
      keyed(
        list,
        app.document.cards,
        cardIdOf,
        (card) => {
          const view = cardView(app, card);
          views.set(cardIdOf(card), view);
          return view.element;
        },
        (one, card) => {
          one.classList.toggle('row-start', starts.has(cardIdOf(card)));
          views.get(cardIdOf(card))?.update(card);
        },
      );
      enlarged.update();
      arrange();
    },
  };
}
