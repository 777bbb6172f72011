import { gridRows } from '../../protocol/map-grid';
import type { Component } from '../ui/component';
import { element, setText } from '../ui/element';
import { icon } from '../ui/icons';
import { t } from '../ui/l10n';
import { button } from '../ui/toolkit';
import type { ExplainApp } from './app';
import { costOfGrid } from './run-cost';

/** Which of the images stand in the grid, how many are done, and how to come to others. */
export function gridBar(app: ExplainApp): Component {
  const place = element('span', { class: 'figure' });
  const status = element('span', { class: 'quiet', role: 'status' });
  const bar = element('progress', { 'aria-label': t('Progress') });
  const [previous, next] = [-1, 1].map((by) =>
    button({
      label: by < 0 ? t('Images before these (←)') : t('Images after these (→)'),
      icon: icon(by < 0 ? 'previous' : 'next'),
      appearance: 'icon',
      onClick: () => turnPage(app, by),
    }),
  );
  const folder = button({
    label: t('All images of the folder'),
    onClick: () => app.post({ kind: 'wholeFolder' }),
  });
  const node = element(
    'div',
    { class: 'grid-bar' },
    element('span', { class: 'navigator' }, previous, place, next),
    status,
    bar,
    folder,
  );
  return {
    element: node,
    update() {
      const { inputs } = app.document;
      const { first, rows, busy } = app.grid;
      const done = rows.filter(({ state }) => state === 'done' || state === 'error').length;
      setText(place, t('{0} to {1} of {2}', first + 1, first + rows.length, inputs.length));
      previous.hidden = next.hidden = inputs.length <= gridRows;
      previous.disabled = first === 0;
      next.disabled = first + rows.length >= inputs.length;
      setText(status, busy || done > 0 ? t('{0} of {1} images done', done, rows.length) : whatRunMakes(app));
      bar.hidden = !busy;
      [bar.max, bar.value] = [Math.max(1, rows.length), done];
      folder.hidden = inputs.length !== 1;
    },
  };
}

/** While no map is there: that Run makes them, and what they cost. */
function whatRunMakes(app: ExplainApp): string {
  const cost = costOfGrid(app);
  return cost === '' ? '' : t('Press Run: {0}', cost);
}

/** Goes on to the next images, or back; stays at the ends. */
export function turnPage({ grid, document: { inputs }, post }: ExplainApp, by: number): void {
  const first = Math.max(0, grid.first + by * gridRows);
  if (first !== grid.first && first < inputs.length) post({ kind: 'gridShow', first });
}
