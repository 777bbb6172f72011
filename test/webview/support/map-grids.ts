import type { ExplainInput } from '../../../src/protocol/explain-document';
import { gridRows, type GridRow, type MapGrid } from '../../../src/protocol/map-grid';
import { image, map, methods, predictions } from './explanations';

/** Faces that were chosen together, more than the grid shows at once. */
export const faces: readonly ExplainInput[] = Array.from({ length: 45 }, (_, i) => ({
  uri: `file:///faces/face-${i}.png`,
  name: `face-${i}.png`,
  thumbnail: `http://panel.test/images/face-${i}.png`,
}));

/** A row whose maps are `scale` times as large as those of the first. */
export function rowOf(i: number, changes: Partial<GridRow> = {}): GridRow {
  return {
    uri: faces[i].uri,
    state: 'done',
    image: image(),
    signal: null,
    prediction: { first: predictions[i % 2] },
    truth: predictions[0].label,
    cells: Object.fromEntries(
      methods.map(({ id, signed }, k) => [
        id,
        { key: `${i} ${id}`, state: 'done', map: map(1, signed, (i + 1) * (k + 1)) },
      ]),
    ),
    error: null,
    ...changes,
  };
}

export const waitingRow = (i: number): GridRow =>
  rowOf(i, { state: 'waiting', image: null, prediction: null, truth: null, cells: {} });

/** The first of the faces, three of them done. */
export function gridOf(changes: Partial<MapGrid> = {}): MapGrid {
  const rows = Array.from({ length: gridRows }, (_, i) => (i < 3 ? rowOf(i) : waitingRow(i)));
  return { first: 0, rows, busy: false, ...changes };
}
