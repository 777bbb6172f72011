import type { Component } from '../ui/component';
import { element, setAttribute, setText } from '../ui/element';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import { isBusy, type ExplainApp } from './app';
import { chips } from './chips';
import { methodChooser, type MethodChooser } from './method-chooser';
import { costOfGrid, learnRates, sumOfCosts } from './run-cost';
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
    onClick: () => app.post({ kind: app.view.layout === 'grid' ? 'gridRun' : 'run' }),
  });
  run.replaceChildren(element('span', { slot: 'start', class: 'slot' }, icon('run')), label);
  const cancel = button({
    label: t('Cancel'),
    onClick: () => app.post(app.view.layout === 'grid' ? { kind: 'gridCancel' } : { kind: 'cancel', card: null }),
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
      const { inputs, choices, outdated } = app.document;
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
      cancel.disabled = app.view.layout === 'grid' ? !app.grid.busy : !isBusy(app);
    },
  };
}

function costText(app: ExplainApp): string {
  if (app.document.outdated) return t('The model or its recipe has changed');
  return app.view.layout === 'grid' ? costOfGrid(app) : sumOfCosts(app);
}

const costMeaning = (): string =>
  t('1 u is one forward pass of one image; the seconds are those of what was run on this model before');
