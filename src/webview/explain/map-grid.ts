import { emptyGrid, gridRows, type GridRow } from '../../protocol/map-grid';
import type { Component } from '../ui/component';
import { element, keyed, setAttribute, setText } from '../ui/element';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { gridBar } from './grid-bar';
import { columnsOf, type GridColumn } from './grid-column';
import { gridKeys } from './grid-keys';
import { gridRow, type GridRowView } from './grid-row';

/** Images × methods: a row for each image with its prediction and its truth, a column for each method. */
export function mapGrid(app: ExplainApp): Component {
  const bar = gridBar(app);
  const titles = element('div', { class: 'grid-cells', role: 'presentation' });
  const headings = element(
    'div',
    { class: 'grid-line grid-titles', role: 'row' },
    element('div', { class: 'grid-head', role: 'columnheader' }, t('Image')),
    titles,
  );
  const rows = element('div', { class: 'grid-rows', role: 'rowgroup' });
  const table = element(
    'div',
    { class: 'map-grid', role: 'grid', 'aria-label': t('Images × methods') },
    element('div', { role: 'rowgroup' }, headings),
    rows,
  );
  const keys = gridKeys(table);
  const node = element('section', { class: 'map-grid-view', 'aria-label': t('Images × methods') }, bar.element, table);
  const views = new Map<string, GridRowView>();
  const open = (uri: string, card: string | null): void => {
    const index = app.document.inputs.findIndex((input) => input.uri === uri);
    if (index < 0) return;
    app.setView({ layout: 'cards', fromGrid: true, enlarged: card });
    if (index === app.document.current) app.post({ kind: 'run' });
    else app.post({ kind: 'input', index, keepTarget: true });
  };
  let asked = '';
  /** The part of the inputs that is shown, once another one is chosen or the inputs are others. */
  const askForRows = (): void => {
    const { inputs, current } = app.document;
    const { rows: now, first } = app.grid;
    const key = inputs.map(({ uri }) => uri).join('\n');
    // Until the host has told of it, nobody knows what stands in the grid.
    if (app.grid === emptyGrid || inputs.length === 0 || key === asked) return;
    asked = key;
    const isShown = now.length > 0 && now.every(({ uri }, i) => uri === inputs[first + i]?.uri);
    if (!isShown) app.post({ kind: 'gridShow', first: gridRows * Math.floor(current / gridRows) });
  };
  let predicted = '';
  /** What the model says of the rows, once for each model and part of the images. */
  const askForPredictions = (): void => {
    const { rows: now, busy } = app.grid;
    if (busy || !app.document.trusted || !now.some(isUnsaid)) return;
    const key = [app.document.model?.uri, ...now.map(({ uri }) => uri)].join('\n');
    if (key === predicted) return;
    predicted = key;
    app.post({ kind: 'gridPredict' });
  };
  return {
    element: node,
    update() {
      node.hidden = app.view.layout !== 'grid';
      if (node.hidden) return;
      askForRows();
      askForPredictions();
      bar.update();
      const columns = columnsOf(app);
      table.style.setProperty('--columns', String(Math.max(1, columns.length)));
      drawTitles(titles, columns);
      const inputs = new Map(app.document.inputs.map((input) => [input.uri, input]));
      for (const uri of views.keys()) if (!app.grid.rows.some((row) => row.uri === uri)) views.delete(uri);
      keyed(
        rows,
        app.grid.rows,
        ({ uri }) => uri,
        ({ uri }) => {
          const view = gridRow(app, (card) => open(uri, card));
          views.set(uri, view);
          return view.element;
        },
        (_, row) => views.get(row.uri)?.update(row, inputs.get(row.uri), columns),
      );
      keys.settle();
    },
  };
}

const isUnsaid = ({ prediction, error }: GridRow): boolean => prediction === null && error === null;

function drawTitles(titles: HTMLElement, columns: readonly GridColumn[]): void {
  keyed(
    titles,
    columns,
    ({ id }) => id,
    () =>
      element(
        'div',
        { class: 'grid-title', role: 'columnheader' },
        element('span', { class: 'grid-method' }),
        element('span', { class: 'quiet' }),
      ),
    (title, { label, unit }) => {
      setText(title.children[0], label);
      setText(title.children[1], unit);
      setAttribute(title, 'title', `${label} (${unit})`);
    },
  );
}
