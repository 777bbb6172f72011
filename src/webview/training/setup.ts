import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { t } from '../ui/l10n';
import { isRunning, type TrainingApp } from './app';
import { augmentations, networks } from './choice-lists';
import { contactSheet } from './contact-sheet';
import { data } from './data';
import { estimate } from './estimate';
import { learning } from './learning';

/** What is trained, on what, and how; closed once there is something to see. */
export function setup(app: TrainingApp): Component {
  const columns = [data(app), networks(app), learning(app)];
  const [changes, sheet, cost, out] = [augmentations(app), contactSheet(app), estimate(app), place(app)];
  const said = element('span', { class: 'quiet' });
  const summary = element('summary', {}, element('span', { class: 'setup-title' }, t('Set-up')), said);
  const node = element(
    'details',
    { class: 'setup-box' },
    summary,
    element('div', { class: 'setup' }, ...columns.map((part) => part.element)),
    element('div', { class: 'augmentation' }, changes.element, sheet.element),
    element('div', { class: 'options' }, out.element),
  );
  summary.addEventListener('click', (event) => {
    event.preventDefault();
    app.setView({ setupOpen: !node.open });
  });
  const parts = [...columns, changes, sheet, cost, out];
  return {
    element: element('div', { class: 'setup-outer' }, node, cost.element),
    update() {
      const { results, run } = app.document;
      node.open = app.view.setupOpen ?? (!results && !run);
      node.classList.toggle('at-work', isRunning(app.document));
      setText(said, summaryOf(app));
      for (const part of parts) part.update();
    },
  };
}

/** The choices in one line, for where they are folded away. */
function summaryOf({ document: { setup: now, registries } }: TrainingApp): string {
  if (!now) return '';
  const label = (list: 'networks' | 'augmentations') =>
    now[list]
      .filter(({ selected }) => selected)
      .map(({ id }) => registries?.[list].find((one) => one.id === id)?.label ?? id)
      .join(', ');
  return [
    label('networks'),
    now.folds > 1 ? t('{0} folds', now.folds) : t('train once'),
    t('{0} epochs', now.epochs),
    registries?.optimisers.find(({ id }) => id === now.optimiser.id)?.label,
    label('augmentations'),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Where models and tables go. */
function place(app: TrainingApp): Component {
  const field = element('input', {
    class: 'field out',
    type: 'text',
    'aria-label': t('Results go to'),
    spellcheck: 'false',
  });
  field.addEventListener('change', () => field.value.trim() && app.choose({ out: field.value.trim() }));
  return {
    element: element('label', { class: 'labelled' }, element('span', { class: 'quiet' }, t('Results go to')), field),
    update() {
      const { out = '' } = app.document.setup ?? {};
      if (document.activeElement !== field) field.value = out;
      field.title = out;
    },
  };
}
