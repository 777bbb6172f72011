import { cardIdOf } from '../../protocol/cards';
import type { PredictionChange } from '../../protocol/versions';
import type { Expectation, ExpectationRule, WhatIfResult } from '../../protocol/what-if';
import { element, keyed, setAttribute, setText } from '../ui/element';
import { figure, percent } from '../ui/format';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { changeLabel } from './change';
import { predictionChanges } from './prediction-changes';
import { targetName } from './target-name';
import { scoreName } from './unit';

/** Of the classes before and after, so many are told. */
const likeliest = 4;

/** What the model says of the changed image, beside what every map says of the change by itself. */
export function whatIfResult(app: ExplainApp) {
  const said = element('p', { class: 'what-if-said', role: 'status' });
  const changes = predictionChanges(app);
  const table = element('div', { class: 'what-if-maps', role: 'table', 'aria-label': t('What the maps say of it') });
  const fault = element('p', { class: 'version-fault', role: 'alert' });
  return {
    element: element('div', { class: 'what-if-result' }, said, changes.element, table, fault),
    /** @param took from the question to the answer, in milliseconds */
    show(result: WhatIfResult | null, took: number): void {
      setText(fault, '');
      setText(said, result ? sentence(app, result, took) : t('Change the image: what the model says of it follows.'));
      changes.update(result ? changesOf(result) : [], targetName(app) ?? null, undefined);
      table.hidden = !result || result.expected.length === 0;
      if (result) drawTable(app, table, result);
    },
    fail(what: string): void {
      setText(fault, what);
    },
  };
}

function sentence(app: ExplainApp, { change, changed }: WhatIfResult, took: number): string {
  const by = `${change > 0 ? '+' : ''}${figure(change)}`;
  const name = targetName(app) ?? '';
  const area = percent(changed);
  return t('{0} of {1}: {2}, {3} of the image changed, {4} ms', scoreName(app), name, by, area, Math.round(took));
}

function changesOf({ before, after }: WhatIfResult): PredictionChange[] {
  const [old, now] = [before, after].map(({ predictions }) => new Map(predictions.map((one) => [one.index, one])));
  const classes = new Set([...after.predictions.slice(0, likeliest), ...before.predictions.slice(0, 2)]);
  return [...new Set([...classes].map(({ index }) => index))].map((index) => ({
    index,
    label: (now.get(index) ?? old.get(index))?.label ?? String(index),
    before: old.get(index)?.probability ?? null,
    after: now.get(index)?.probability ?? null,
  }));
}

function drawTable(app: ExplainApp, table: HTMLElement, { change, expected }: WhatIfResult): void {
  const heading = { card: '', titles: [t('Map'), t('It says'), t('Off by'), t('How')] };
  const rows = expected.map((one) => ({ card: one.card, titles: columnsOf(app, one, change) }));
  keyed(
    table,
    [heading, ...rows],
    ({ card }) => card,
    ({ card, titles }) =>
      element(
        'div',
        { class: 'what-if-row', role: 'row' },
        ...titles.map((_, i) =>
          element('span', { role: card ? 'cell' : 'columnheader', class: i === 1 || i === 2 ? 'figure' : '' }),
        ),
      ),
    (row, { titles }) =>
      titles.forEach((text, i) => {
        setText(row.children[i], text);
        setAttribute(row.children[i], 'title', text);
      }),
  );
}

function columnsOf(app: ExplainApp, { card, rule, change: said }: Expectation, change: number): string[] {
  const key = app.document.cards.find((one) => cardIdOf(one) === card);
  const name = key ? changeLabel(app, key) : card;
  if (said === null) return [name, '—', '—', rules()[rule]];
  return [name, figure(said), figure(said - change), rules()[rule]];
}

const rules = (): Readonly<Record<ExpectationRule, string>> => ({
  slope: t('Σ slope × change of the input'),
  sum: t('− Σ of what it gives to the pixels that changed, as if they were taken away'),
  none: t('nothing: its values compare with each other only'),
});
