import type { GridRow } from '../../protocol/map-grid';
import { legendValues, paintLegend } from '../draw/legend';
import { element, setAttribute, setText } from '../ui/element';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { cellColoring, cellOf, planeOfCell, type GridColumn } from './grid-column';
import { drawGridImage } from './grid-image';

export interface GridCellView {
  readonly element: HTMLElement;
  update(row: GridRow, name: string): void;
}

/** One map of the grid with its colour bar; a click gives it the page. */
export function gridCell(app: ExplainApp, column: () => GridColumn, enlarge: () => void): GridCellView {
  const canvas = element('canvas', { class: 'grid-canvas', 'aria-hidden': 'true' });
  const bar = element('canvas', { class: 'legend-bar', 'aria-hidden': 'true' });
  const [low, high] = ['low', 'high'].map((end) => element('span', { class: `figure legend-${end}` }));
  const legend = element('span', { class: 'grid-legend' }, low, bar, high);
  const note = element('span', { class: 'grid-note' });
  const press = element('button', { class: 'grid-press', type: 'button', onclick: enlarge }, canvas, note);
  const node = element('div', { class: 'grid-cell', role: 'gridcell' }, press, legend);
  let drawn: readonly unknown[] = [];
  return {
    element: node,
    update(row, name) {
      const shown = column();
      const cell = cellOf(row, shown);
      const plane = planeOfCell(cell);
      const coloring = plane && cellColoring(app, shown, plane);
      const failure = cell?.state === 'error' ? cell.error.what : null;
      const state = failure !== null ? 'error' : plane ? 'done' : row.state === 'running' ? 'running' : 'waiting';
      setAttribute(node, 'data-state', state);
      const said = { waiting: t('not made yet'), running: t('running'), done: t('done'), error: failure ?? '' }[state];
      setText(note, state === 'error' || state === 'waiting' ? said : '');
      setAttribute(press, 'aria-label', t('{0} of {1}, {2}', shown.label, name, said));
      setAttribute(press, 'title', failure ?? t('{0} of {1}: enlarge', shown.label, name));
      legend.classList.toggle('empty', !coloring);
      const key = [row.image, row.signal, plane, app.view.maps, ...Object.values(coloring ?? {})];
      if (key.length === drawn.length && key.every((value, i) => value === drawn[i])) return;
      drawn = key;
      const map = plane && coloring && app.view.maps ? { plane, coloring } : null;
      drawGridImage(canvas, { image: row.image, signal: row.signal, map });
      if (!coloring) return;
      const [from, to] = legendValues(coloring);
      setText(low, figure(from));
      setText(high, figure(to));
      paintLegend(bar, coloring);
    },
  };
}
