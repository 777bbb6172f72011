import { gridRowsMade, type GridRow } from '../../protocol/map-grid';
import { inBlocks } from '../../protocol/figure-rows';
import type { FigureLayout, FigureTile } from '../draw/figure';
import { legendBar, legendValues } from '../draw/legend';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';
import { cellColoring, cellOf, columnsOf, planeOfCell, type GridColumn } from './grid-column';
import { canvasOf } from './grid-image';
import { truthText } from './grid-row';
import { said } from './said';
import { targetName } from './target-name';

/** The images of the grid that are made, a row each: what the model says of it and what it is, then its maps. */
export function gridLayout(app: ExplainApp): FigureLayout {
  const columns = columnsOf(app);
  const rows = gridRowsMade(app.grid);
  const tiles = rows.map((row) => [imageTile(app, row), ...columns.map((column) => mapTile(app, row, column))]);
  return { title: titleOf(app, rows.length), ...inBlocks(tiles) };
}

function titleOf(app: ExplainApp, count: number): string {
  const { model, target, group, difference, references } = app.document;
  const isCommon = target !== null || Boolean(group ?? difference ?? references);
  const explained = isCommon ? targetName(app) : t('each for the class that is predicted');
  return [model?.name, t('{0} images', count), explained].filter(Boolean).join(' · ');
}

function imageTile(app: ExplainApp, row: GridRow): FigureTile {
  const input = app.document.inputs.find(({ uri }) => uri === row.uri);
  const { prediction, error } = row;
  const first = prediction?.first;
  const note = [error?.what ?? (first ? `${first.label} ${said(app, first)}` : ''), truthText(row)];
  return {
    title: input?.name ?? '',
    image: canvasOf(row, null),
    legend: null,
    note: note.filter(Boolean).join(' · '),
  };
}

function mapTile(app: ExplainApp, row: GridRow, column: GridColumn): FigureTile {
  const cell = cellOf(row, column);
  const plane = planeOfCell(cell);
  const title = column.label;
  if (!plane)
    return { title, image: null, legend: null, note: cell?.state === 'error' ? cell.error.what : t('not made yet') };
  const coloring = cellColoring(app, column, plane);
  const [low, high] = legendValues(coloring).map(figure);
  const legend = { bar: legendBar(coloring), low, high, unit: column.unit };
  return { title, image: canvasOf(row, app.view.maps ? { plane, coloring } : null), legend, note: '' };
}
