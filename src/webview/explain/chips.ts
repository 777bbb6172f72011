import type { MethodChoice } from '../../protocol/explain-document';
import type { Component } from '../ui/component';
import { element, keyed, setAttribute } from '../ui/element';
import { passes, seconds } from '../ui/format';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { roving } from '../ui/roving';
import { methodOf, select, type ExplainApp } from './app';
import { secondsOf } from './run-cost';

/** The chosen methods side by side: each opens its parameters, or can be taken away. */
export function chips(app: ExplainApp): Component {
  const node = roving(element('div', { class: 'chips', role: 'toolbar', 'aria-label': t('Chosen methods') }));
  return {
    element: node,
    update() {
      const chosen = app.document.choices.filter(({ selected, method }) => selected && methodOf(app, method));
      keyed(
        node,
        chosen,
        ({ method }) => method,
        (choice) => chip(app, choice),
        (one, { method }) => {
          const why = app.costs.get(method)?.unavailable;
          one.classList.toggle('unavailable', why !== undefined);
          setAttribute(one, 'title', why ?? hint(app, method));
        },
      );
    },
  };
}

function chip(app: ExplainApp, { method }: MethodChoice): HTMLElement {
  const label = methodOf(app, method)?.label ?? method;
  const open = element('button', { class: 'chip-name', type: 'button', onclick: () => app.showMethod(method) }, label);
  const remove = element(
    'button',
    {
      class: 'chip-remove',
      type: 'button',
      'aria-label': t('Remove {0}', label),
      onclick: () => select(app, method, false),
    },
    icon('cancel'),
  );
  return element('span', { class: 'chip' }, open, remove);
}

/** Its name, which may be cut, and what it will cost. */
function hint(app: ExplainApp, method: string): string {
  const cost = app.costs.get(method)?.expectedPasses;
  const time = secondsOf(app, method);
  const parts = [methodOf(app, method)?.label, cost !== undefined && passes(cost), time !== null && seconds(time)];
  return parts.filter(Boolean).join(' · ');
}
