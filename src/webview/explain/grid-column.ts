import { cardIdOf, cardKeysOf } from '../../protocol/cards';
import type { GridCell, GridRow } from '../../protocol/map-grid';
import type { Coloring } from '../draw/heatmap';
import { paletteOf } from '../draw/palette';
import type { Plane } from '../draw/plane';
import { methodOf, type ExplainApp } from './app';
import { hasNegative, ownEnds, type Ends } from './coloring';
import { planeOfMap } from './planes';
import { unitOfMethod } from './unit';
import { variantText } from './variant';

/** One column of the grid: a method, or one of the settings of it that are compared. */
export interface GridColumn {
  /** The id of its cards. */
  readonly id: string;
  readonly method: string;
  readonly label: string;
  readonly unit: string;
  /** Some of its maps have values of both signs: then all have the colours of such maps. */
  readonly signed: boolean;
  /** Over all its maps, for the scale that they share; null where each has its own. */
  readonly shared: Ends | null;
}

export function columnsOf(app: ExplainApp): GridColumn[] {
  const chosen = app.document.choices.filter(({ selected, method }) => selected && methodOf(app, method));
  return chosen.flatMap(cardKeysOf).map((key) => {
    const method = methodOf(app, key.method);
    const id = cardIdOf(key);
    const planes = app.grid.rows.flatMap(({ cells }) => planeOfCell(cells[id]) ?? []);
    return {
      id,
      method: key.method,
      label: [method?.label, variantText(method, key.variant)].filter(Boolean).join(', '),
      unit: unitOfMethod(app, key.method).text,
      signed: (method?.signed ?? true) && planes.some(hasNegative),
      shared: app.view.scale === 'shared' ? sharedEnds(app, planes) : null,
    };
  });
}

export const cellOf = ({ cells }: GridRow, { id }: GridColumn): GridCell | undefined => cells[id];

export function planeOfCell(cell: GridCell | undefined): Plane | null {
  return cell?.state === 'done' ? planeOfMap(cell.map) : null;
}

/** How a cell is coloured: by its own largest value, or by that of its column. */
export function cellColoring(app: ExplainApp, column: GridColumn, plane: Plane): Coloring {
  const { view, document } = app;
  const ends = column.shared ?? ownEnds(plane, view.sign, view.scale === 'robust');
  const palette = paletteOf(view.palette ?? document.palette);
  return { palette, view: view.sign, signed: column.signed, ...ends, opacity: view.opacity };
}

function sharedEnds({ view }: ExplainApp, planes: readonly Plane[]): Ends {
  const ends = planes.map((plane) => ownEnds(plane, view.sign, false));
  return {
    low: ends.length > 0 ? Math.min(...ends.map(({ low }) => low)) : 0,
    range: Math.max(0, ...ends.map(({ range }) => range)),
  };
}
