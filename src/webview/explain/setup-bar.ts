import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { ExplainApp } from './app';
import { chips } from './chips';
import { methodChooser, type MethodChooser } from './method-chooser';
import { layoutActions } from './layout-actions';
import { learnRates } from './run-cost';
import { targetChooser } from './target-chooser';

export interface SetupBar extends Component {
  readonly methods: MethodChooser;
}

/** One line: the target, the methods, what they cost together, and Run. What needs room opens over the page. */
export function setupBar(app: ExplainApp): SetupBar {
  const target = targetChooser(app);
  const methods = methodChooser(app);
  const chosen = chips(app);
  const cost = element('span', { class: 'figure quiet cost', title: costMeaning() });
  const label = new Text(t('Run'));
  const run = button({
    label: '',
    appearance: 'primary',
    title: t('Run the chosen methods (Ctrl+Enter)'),
    onClick: () => app.post(layoutActions(app).run),
  });
  run.replaceChildren(element('span', { slot: 'start', class: 'slot' }, icon('run')), label);
  const cancel = button({
    label: t('Cancel'),
    onClick: () => app.post(layoutActions(app).cancel),
  });
  const node = element(
    'section',
    { class: 'setup-bar', 'aria-label': t('Set-up') },
    target.element,
    methods.element,
    chosen.element,
    element('div', { class: 'setup-run' }, cost, run, cancel),
    target.panel,
    methods.panel,
  );
  return {
    element: node,
    methods,
    update() {
      const { inputs, choices } = app.document;
      const outdated = app.document.outdated && app.view.layout !== 'versions';
      node.hidden = inputs.length === 0;
      learnRates(app);
      target.update();
      methods.update();
      chosen.update();
      label.data = outdated ? t('Run again') : t('Run');
      cost.classList.toggle('doubt', outdated);
      setText(cost, costText(app));
      setAttribute(cost, 'title', [cost.textContent, costMeaning()].filter(Boolean).join('\n'));
      run.disabled = inputs.length === 0 || !choices.some(({ selected }) => selected);
      cancel.disabled = !layoutActions(app).isBusy(app);
    },
  };
}

function costText(app: ExplainApp): string {
  const { document, view } = app;
  if (document.outdated && view.layout !== 'versions') return t('The model or its recipe has changed');
  return layoutActions(app).costOf(app);
}

const costMeaning = (): string =>
  t('1 u is one forward pass of one image; the seconds are those of what was run on this model before');
