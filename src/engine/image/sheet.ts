import type { Raster } from '../../protocol/raster';
import { colorMaps } from './colormap';
import { letter, LETTER_HEIGHT, textWidth } from './lettering';

/** An image of a sheet, with its number or name. */
export interface Tile {
  readonly raster: Raster;
  readonly caption?: string;
}

const GAP = 6;
const LETTERS = 2;

export function blank(width: number, height: number, level = 255): Raster {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(level);
  for (let p = 3; p < rgba.length; p += 4) rgba[p] = 255;
  return { width, height, rgba };
}

/** A plane of values in the colours of a map, from `low` to `high`. */
export function colored(
  values: ArrayLike<number>,
  height: number,
  width: number,
  map: string,
  [low, high]: readonly [number, number],
): Raster {
  const { table } = colorMaps.find((m) => m.id === map)!;
  const raster = blank(width, height);
  for (let p = 0; p < height * width; p++) {
    const share = high > low ? (values[p] - low) / (high - low) : 0.5;
    const at = 3 * Math.max(0, Math.min(255, Math.round(255 * share)));
    for (let c = 0; c < 3; c++) raster.rgba[4 * p + c] = table[at + c];
  }
  return raster;
}

/** Every pixel as a square of pixels, so that small kernels can be seen: never smoothed. */
export function enlarged(raster: Raster, least: number): Raster {
  const factor = Math.max(1, Math.floor(least / Math.max(raster.width, raster.height)));
  const out = blank(raster.width * factor, raster.height * factor);
  for (let y = 0; y < out.height; y++) {
    for (let x = 0; x < out.width; x++) {
      const from = 4 * (Math.floor(y / factor) * raster.width + Math.floor(x / factor));
      for (let c = 0; c < 3; c++) out.rgba[4 * (y * out.width + x) + c] = raster.rgba[from + c];
    }
  }
  return out;
}

export function paste(onto: Raster, { rgba, width, height }: Raster, left: number, top: number): void {
  for (let y = 0; y < height; y++)
    onto.rgba.set(rgba.subarray(4 * y * width, 4 * (y + 1) * width), 4 * ((top + y) * onto.width + left));
}

/** Tiles side by side, row by row, captions below them; undefined leaves a place empty. */
export function sheetOf(tiles: readonly (Tile | undefined)[], columns: number): Raster {
  const present = tiles.filter((t) => t !== undefined);
  const captioned = present.some((t) => t.caption !== undefined);
  const width = Math.max(
    ...present.map(({ raster, caption = '' }) => Math.max(raster.width, textWidth(caption, LETTERS))),
  );
  const height =
    Math.max(...present.map(({ raster }) => raster.height)) + (captioned ? LETTERS * LETTER_HEIGHT + 4 : 0);
  const sheet = blank(GAP + columns * (width + GAP), GAP + Math.ceil(tiles.length / columns) * (height + GAP));
  tiles.forEach((tile, k) => {
    if (!tile) return;
    const [left, top] = [GAP + (k % columns) * (width + GAP), GAP + Math.floor(k / columns) * (height + GAP)];
    paste(sheet, tile.raster, left, top);
    if (tile.caption !== undefined)
      letter(sheet, tile.caption, left, top + tile.raster.height + 3, LETTERS, [70, 70, 70]);
  });
  return sheet;
}

/** Images one below the other. */
export function stacked(parts: readonly Raster[]): Raster {
  const sheet = blank(
    Math.max(...parts.map((p) => p.width)),
    parts.reduce((sum, p) => sum + p.height, 0),
  );
  let top = 0;
  for (const part of parts) {
    paste(sheet, part, 0, top);
    top += part.height;
  }
  return sheet;
}

/** The legend of a colour map: its colours from left to right, the values at its ends and its middle below. */
export function legend(map: string, [low, high]: readonly [number, number]): Raster {
  const [width, height] = [256, 12];
  const texts = [low, (low + high) / 2, high].map(short);
  const room = textWidth(texts[2], LETTERS);
  const bar = blank(width + room + 2 * GAP, height + 2 * GAP + LETTERS * LETTER_HEIGHT + 4);
  paste(
    bar,
    colored(
      Float64Array.from({ length: width * height }, (_, i) => (i % width) / (width - 1)),
      height,
      width,
      map,
      [0, 1],
    ),
    GAP,
    GAP,
  );
  texts.forEach((text, k) =>
    letter(
      bar,
      text,
      GAP + Math.round((k * width) / 2) - (k === 1 ? textWidth(text, LETTERS) >> 1 : 0),
      GAP + height + 3,
      LETTERS,
      [70, 70, 70],
    ),
  );
  return bar;
}

/** Three significant digits in few characters. */
const short = (value: number): string =>
  value === 0
    ? '0'
    : Math.abs(value) < 1e-3 || Math.abs(value) >= 1e4
      ? value.toExponential(1)
      : String(Number(value.toPrecision(3)));
