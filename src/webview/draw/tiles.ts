import { colorIndex } from './heatmap';
import { tableSize, type ColorTable } from './palette';

/** Many small images of one size, painted when they are first drawn. */
export interface TileSource {
  readonly count: number;
  /** Size of a tile in its own pixels. */
  readonly width: number;
  readonly height: number;
  /** Writes tile `index` as RGBA words from `at` on, its rows `stride` words apart. */
  paint(index: number, pixels: Uint32Array, at: number, stride: number): void;
}

/** Pixels of one sheet of the atlas: few sheets, each painted in about two milliseconds. */
const sheetPixels = 2 ** 18;

/**
 * Draws tiles from sheets that hold many of them, because a canvas for each of thousands of kernels would cost more
 * than its colours. A sheet is painted as a whole when one of its tiles is first seen.
 */
export class TileAtlas {
  private readonly sheets = new Map<number, HTMLCanvasElement>();
  private readonly across: number;
  private readonly perSheet: number;

  /** @param together tiles painted at once; as many as fit a sheet, unless only one of them is looked at */
  constructor(
    readonly source: TileSource,
    together = Infinity,
  ) {
    const { width, height, count } = source;
    const fits = Math.max(1, Math.floor(sheetPixels / (width * height)));
    this.perSheet = Math.min(count, fits, together);
    this.across = Math.max(
      1,
      Math.min(this.perSheet, Math.floor(4096 / width), Math.ceil(Math.sqrt((this.perSheet * height) / width))),
    );
  }

  /** Draws a tile into a box: pixels as squares where it is enlarged, averaged where it is reduced. */
  draw(context: CanvasRenderingContext2D, index: number, x: number, y: number, width: number, height: number): void {
    const { source, across, perSheet } = this;
    if (index < 0 || index >= source.count) return;
    const place = index % perSheet;
    context.imageSmoothingEnabled = width * window.devicePixelRatio < source.width;
    context.imageSmoothingQuality = 'high';
    const left = (place % across) * source.width;
    const top = Math.floor(place / across) * source.height;
    context.drawImage(
      this.sheet(Math.floor(index / perSheet)),
      left,
      top,
      source.width,
      source.height,
      x,
      y,
      width,
      height,
    );
  }

  private sheet(number: number): HTMLCanvasElement {
    const known = this.sheets.get(number);
    if (known) return known;
    const { source, across, perSheet } = this;
    const tiles = Math.min(perSheet, source.count - number * perSheet);
    const canvas = document.createElement('canvas');
    canvas.width = across * source.width;
    canvas.height = Math.ceil(tiles / across) * source.height;
    const image = new ImageData(canvas.width, canvas.height);
    const pixels = new Uint32Array(image.data.buffer);
    for (let k = 0; k < tiles; k++) {
      const at = Math.floor(k / across) * source.height * canvas.width + (k % across) * source.width;
      source.paint(number * perSheet + k, pixels, at, canvas.width);
    }
    canvas.getContext('2d')?.putImageData(image, 0, 0);
    this.sheets.set(number, canvas);
    return canvas;
  }
}

/**
 * A colour table as opaque RGBA words, in the byte order of ImageData on little-endian machines, which is what browsers
 * run on.
 */
export function opaqueWords(table: ColorTable): Uint32Array {
  return Uint32Array.from({ length: tableSize }, (_, i) => wordOf(table[3 * i], table[3 * i + 1], table[3 * i + 2]));
}

export function wordOf(red: number, green: number, blue: number): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** How the values of planes become colours. */
export interface PlaneColors {
  readonly words: Uint32Array;
  readonly diverging: boolean;
}

/**
 * A plane of `values` from `from` on, in the colours of a table: from −range to range where it diverges, else from 0.
 */
export function paintPlane(
  values: ArrayLike<number>,
  from: number,
  {
    width,
    height,
    range,
    colors,
  }: { readonly width: number; readonly height: number; readonly range: number; readonly colors: PlaneColors },
  [pixels, at, stride]: readonly [Uint32Array, number, number],
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      pixels[at + y * stride + x] = colors.words[colorIndex(values[from + y * width + x], range, colors.diverging)];
  }
}
