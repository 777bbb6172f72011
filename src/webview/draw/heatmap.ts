import { tableSize, type Palette } from './palette';
import { seen, type Plane, type SignView } from './plane';

/** How values become colours. */
export interface Coloring {
  readonly palette: Palette;
  readonly view: SignView;
  /** The map has values of both signs, so that the signed view needs a diverging table. */
  readonly signed: boolean;
  /** The value at the end of the legend. */
  readonly range: number;
  /** The value at the start of a legend that does not diverge. */
  readonly low: number;
  /** 0 shows the image alone, 1 the map alone. */
  readonly opacity: number;
}

/** Whether colours diverge from a neutral middle. */
export function diverges({ view, signed }: Pick<Coloring, 'view' | 'signed'>): boolean {
  return view === 'signed' && signed;
}

/** The index into the colour table: values beyond the range take the colours at its ends. */
export function colorIndex(value: number, range: number, diverging: boolean, low = 0): number {
  const start = diverging ? -range : low;
  const t = range > start ? (value - start) / (range - start) : diverging ? 0.5 : 0;
  return Math.round(Math.min(1, Math.max(0, t)) * (tableSize - 1));
}

/**
 * A canvas as large as the map. Values near zero let more of the image through, unless the map alone is wanted
 * (opacity 1).
 */
export function paintHeatmap({ width, height, values }: Plane, coloring: Coloring): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const colors = packedTable(coloring);
  const diverging = diverges(coloring);
  for (let i = 0; i < pixels.length; i++) {
    const value = values[i];
    // A value that is no number stays transparent: nothing is claimed about it.
    if (value === value)
      pixels[i] = colors[colorIndex(seen(value, coloring.view), coloring.range, diverging, coloring.low)];
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** RGBA in the byte order of ImageData on little-endian machines, which is what browsers run on. */
function packedTable(coloring: Coloring): Uint32Array {
  const diverging = diverges(coloring);
  const table = diverging ? coloring.palette.diverging : coloring.palette.sequential;
  const { opacity } = coloring;
  const middle = (tableSize - 1) / 2;
  const colors = new Uint32Array(tableSize);
  for (let i = 0; i < tableSize; i++) {
    const size = diverging ? Math.abs(i - middle) / middle : i / (tableSize - 1);
    const alpha = Math.round(255 * (opacity ** 4 + (Math.sqrt(opacity) - opacity ** 4) * size ** 0.7));
    colors[i] = ((alpha << 24) | (table[i * 3 + 2] << 16) | (table[i * 3 + 1] << 8) | table[i * 3]) >>> 0;
  }
  return colors;
}
