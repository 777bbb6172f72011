import type { Raster } from '../../protocol/raster';
import { colorMaps } from './colormap';
import { letter, LETTER_HEIGHT, textWidth } from './lettering';
import { blank, enlarged, paste } from './sheet';

/** The least width of a map that has a strip, and the least height of that of a signal, which is one row of numbers. */
const [LEAST_WIDTH, LEAST_HEIGHT] = [480, 32];
const [STRIP, AXIS, LETTERS] = [96, 20, 2];
/** Of the number above the highest bar and below the lowest one. */
const LINE = LETTERS * LETTER_HEIGHT + 6;
const GREY = [110, 110, 110] as const;

/** A map over its input, and below it a bar for every time step: up or down from zero, over an axis of steps. */
export function withTimeStrip(map: Raster, sums: readonly number[]): Raster {
  const above = stretched(enlarged(map, LEAST_WIDTH), LEAST_HEIGHT);
  const { width, height } = above;
  const sheet = blank(width, height + STRIP + AXIS);
  paste(sheet, above, 0, 0);
  drawStrip(sheet, sums, height);
  return sheet;
}

/** Rows repeated until there are at least so many. */
function stretched(raster: Raster, least: number): Raster {
  const times = Math.ceil(least / raster.height);
  const out = blank(raster.width, raster.height * times);
  for (let y = 0; y < out.height; y++) {
    const from = 4 * raster.width * Math.floor(y / times);
    out.rgba.set(raster.rgba.subarray(from, from + 4 * raster.width), 4 * raster.width * y);
  }
  return out;
}

function drawStrip(sheet: Raster, sums: readonly number[], top: number): void {
  const { width } = sheet;
  const finite = sums.filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...finite), Math.max(0, ...finite)];
  const bottom = top + STRIP;
  const y = (sum: number): number => Math.round(bottom - LINE - ((sum - low) / (high - low || 1)) * (STRIP - 2 * LINE));
  const x = (step: number): number => Math.round((step * width) / sums.length);
  sums.forEach((sum, step) => {
    if (!Number.isFinite(sum)) return;
    const [from, to] = [y(Math.max(0, sum)), y(Math.min(0, sum))];
    fill(sheet, [x(step), from, Math.max(x(step) + 1, x(step + 1) - 1), to], barColor(sum));
  });
  for (const line of [y(0), bottom]) fill(sheet, [0, line, width, line + 1], GREY);
  if (high > 0) letter(sheet, said(high), 4, y(high) - LINE + 3, LETTERS);
  if (low < 0) letter(sheet, said(low), 4, y(low) + 3, LETTERS);
  for (const step of ticks(sums.length)) {
    const middle = Math.round((x(step) + x(step + 1)) / 2);
    fill(sheet, [middle, bottom, middle + 1, bottom + 4], GREY);
    const text = String(step);
    const left = Math.min(width - textWidth(text, LETTERS), Math.max(0, middle - textWidth(text, LETTERS) / 2));
    letter(sheet, text, Math.round(left), bottom + 7, LETTERS, GREY);
  }
}

/** Round numbers of steps, at most seven of them. */
function ticks(steps: number): number[] {
  const apart = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((one) => steps / one <= 7) ?? Math.ceil(steps / 7);
  return Array.from({ length: Math.ceil(steps / apart) }, (_, k) => k * apart);
}

function fill(
  sheet: Raster,
  [left, top, right, bottom]: readonly [number, number, number, number],
  color: ArrayLike<number>,
): void {
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) sheet.rgba.set(color, 4 * (y * sheet.width + x));
}

/** Between the neutral middle of the map's colours and their ends, so that bars are seen on white. */
function barColor(sum: number): Uint8Array {
  const { table } = colorMaps.find(({ id }) => id === 'blue-red')!;
  const at = 3 * Math.round(127.5 * (1 + 0.7 * Math.sign(sum)));
  return table.subarray(at, at + 3);
}

/** Three digits. */
const said = (value: number): string => String(Number(value.toPrecision(3)));
