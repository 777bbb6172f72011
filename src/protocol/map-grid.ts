import type { ErrorReport } from './error';
import type { Prediction, PredictResult } from './prediction';
import type { FloatMap, Raster } from './raster';

/** So many images stand in the grid at once: their maps are held, those of the others are not. */
export const gridRows = 20;

/** The map of one image by one method, reduced to what a cell shows. */
export type GridCell = {
  /** Equal for cells that would show the same. */
  readonly key: string;
} & ({ readonly state: 'done'; readonly map: FloatMap } | { readonly state: 'error'; readonly error: ErrorReport });

/** One image of the grid. */
export interface GridRow {
  /** Its address. */
  readonly uri: string;
  readonly state: 'waiting' | 'running' | 'done' | 'error';
  /** As the network sees it, reduced; null until it is read, and for what is no image. */
  readonly image: Raster | null;
  /** Null for what is no signal. */
  readonly signal: FloatMap | null;
  /** What the model says of it first. */
  readonly prediction: (Pick<PredictResult, 'link'> & { readonly first: Prediction }) | null;
  /** The label of its true class; null where it is not known. */
  readonly truth: string | null;
  /** By the id that the method's card has. */
  readonly cells: Readonly<Record<string, GridCell>>;
  /** Why it has neither. */
  readonly error: ErrorReport | null;
}

/** Some of the images chosen together, with a map by every chosen method. */
export interface MapGrid {
  /** Index of the first row among the inputs. */
  readonly first: number;
  readonly rows: readonly GridRow[];
  readonly busy: boolean;
}

export const emptyGrid: MapGrid = Object.freeze<MapGrid>({ first: 0, rows: [], busy: false });

/** Host → Explain panel. */
export type GridToPanel =
  | { readonly kind: 'grid'; readonly grid: MapGrid }
  | { readonly kind: 'gridRow'; readonly index: number; readonly row: Omit<GridRow, 'cells'> }
  | { readonly kind: 'gridCell'; readonly index: number; readonly card: string; readonly cell: GridCell };

/** Explain panel → host. */
export type GridToHost =
  /** Shows the images from one on; what runs stops. */
  | { readonly kind: 'gridShow'; readonly first: number }
  /** Asks what the model says of the images shown, before their maps are made. */
  | { readonly kind: 'gridPredict' }
  /** Makes the maps that are missing, image by image. */
  | { readonly kind: 'gridRun' }
  | { readonly kind: 'gridCancel' }
  /** Copies the command lines that make its maps. */
  | { readonly kind: 'gridCommand' }
  /** Takes all images of the folder of the one shown. */
  | { readonly kind: 'wholeFolder' };

/** The rows of which something is known: a prediction, a map, or why there is neither. */
export function gridRowsMade({ rows }: MapGrid): readonly GridRow[] {
  return rows.filter(({ prediction, cells, error }) => prediction || error || Object.keys(cells).length > 0);
}

/** The grid with what a message tells of it. */
export function gridAfter(grid: MapGrid, message: GridToPanel): MapGrid {
  if (message.kind === 'grid') return message.grid;
  const change = (old: GridRow): GridRow =>
    message.kind === 'gridRow'
      ? { ...old, ...message.row }
      : { ...old, cells: { ...old.cells, [message.card]: message.cell } };
  return { ...grid, rows: grid.rows.map((old, i) => (i === message.index ? change(old) : old)) };
}
