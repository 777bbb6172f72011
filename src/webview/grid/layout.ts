/** How the cells of a grid lie: pixels of the page. */
export interface GridLayout {
  readonly columns: number;
  readonly rows: number;
  /** Size of one image of a cell, and of a cell with its caption and the gap to the next. */
  readonly image: { readonly width: number; readonly height: number };
  readonly pitch: { readonly x: number; readonly y: number };
  readonly width: number;
  readonly height: number;
}

export const gap = 8;
/** Between the images of one cell. */
export const between = 2;
const captionHeight = 16;

export interface GridShape {
  readonly cells: number;
  /** Images side by side in a cell. */
  readonly images: number;
  /** Height over width of an image. */
  readonly aspect: number;
  readonly captions: boolean;
  /** A fixed number of columns; else as many as fit. */
  readonly columns?: number;
}

/** Places cells of `size` pixels into a box of `available` pixels width. */
export function layoutOf(
  { cells, images, aspect, captions, columns: fixed }: GridShape,
  size: number,
  available: number,
): GridLayout {
  const image = { width: size / Math.max(1, aspect), height: size * Math.min(1, aspect) };
  const cell = images * image.width + (images - 1) * between;
  const pitch = { x: cell + gap, y: image.height + (captions ? captionHeight : 0) + gap };
  const columns = fixed ?? Math.max(1, Math.floor((available - gap) / pitch.x));
  const rows = Math.ceil(cells / columns);
  return { columns, rows, image, pitch, width: columns * pitch.x + gap, height: rows * pitch.y + gap };
}

/** The cell at a point of the whole grid; undefined in the gaps and beyond the last. */
export function cellAt({ columns, pitch }: GridLayout, cells: number, x: number, y: number): number | undefined {
  const [column, row] = [Math.floor((x - gap / 2) / pitch.x), Math.floor((y - gap / 2) / pitch.y)];
  const cell = row * columns + column;
  return column < 0 || column >= columns || row < 0 || cell >= cells ? undefined : cell;
}

/** Where a key leads from a cell; undefined where it leads nowhere. */
export function moved(
  key: string,
  cell: number,
  cells: number,
  { columns, pitch }: GridLayout,
  visibleHeight: number,
): number | undefined {
  const page = columns * Math.max(1, Math.floor(visibleHeight / pitch.y));
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -page,
    PageDown: page,
    Home: -cells,
    End: cells,
  };
  const step = steps[key];
  if (step === undefined) return undefined;
  const next = cell + step;
  // A step by rows that would leave the grid stays in its column; Home, End and pages go as far as there is something.
  if (key === 'ArrowUp' || key === 'ArrowDown') return next < 0 || next >= cells ? cell : next;
  return Math.min(cells - 1, Math.max(0, next));
}
