import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { popover } from '../ui/popover';
import { choicesOf, type ComparisonApp } from './app';
import { costOfRun, meaningOfCost } from './cost';
import { methodPicker } from './picker';
import { targetPicker } from './target';

/** What is compared and of which class, in one line over the maps; the methods open over them, with room. */
export function setupBar(app: ComparisonApp): Component {
  const target = targetPicker(app);
  const picker = methodPicker(app);
  const count = element('span', { class: 'figure count' });
  const names = element('span', { class: 'quiet method-names' });
  const cost = element('span', { class: 'figure quiet run-cost', title: meaningOfCost() });
  const chooser = popover({
    label: t('Methods'),
    children: [element('span', {}, t('Methods')), count],
    content: [picker.element],
    width: 480,
    focus: () => picker.element.querySelector<HTMLElement>('vscode-text-field:not([hidden])'),
  });
  const node = element(
    'section',
    { class: 'setup-bar', 'aria-label': t('Set-up') },
    target.element,
    chooser.trigger,
    names,
    cost,
    chooser.element,
  );
  return {
    element: node,
    update() {
      const { inputs, methods } = app.document;
      node.hidden = inputs.length === 0;
      target.update();
      picker.update();
      const labels = new Map(methods.map(({ id, label }) => [id, label]));
      const known = choicesOf(app).filter(({ method }) => labels.has(method));
      const chosen = known.filter(({ selected }) => selected);
      setText(count, t('{0} of {1}', chosen.length, known.length));
      setText(names, chosen.map(({ method }) => labels.get(method)).join(', '));
      setAttribute(names, 'title', names.textContent);
      setText(cost, costOfRun(app));
    },
  };
}
