import type { PaletteId } from '../../protocol/explain-document';
import { difference, mix, parseColor, toBytes, type Lab } from './oklab';

/** Entries of a colour table. Odd, so that a diverging table has one entry for zero. */
export const tableSize = 511;

/** RGB bytes, `tableSize` × 3. */
export type ColorTable = Uint8ClampedArray;

/** Colour maps that belong together: one for signed and one for positive values. */
export interface Palette {
  readonly id: PaletteId;
  readonly diverging: ColorTable;
  readonly sequential: ColorTable;
}

const neutral = '#eeeeee';

/** All pairs differ in lightness along each arm and avoid red against green, so none needs full colour vision. */
export const palettes: readonly Palette[] = Object.freeze([
  palette(
    'blue-red',
    ['#0b3d91', '#5a95d6'],
    ['#e07a5f', '#96101f'],
    ['#43085a', '#3d4f8a', '#25858d', '#57c566', '#f9e62b'],
  ),
  palette(
    'blue-orange',
    ['#0a3a78', '#6a9fc8'],
    ['#dd9a3e', '#7a4300'],
    ['#04234f', '#424e6c', '#7c7b77', '#b9ad70', '#fce63e'],
  ),
  palette(
    'purple-orange',
    ['#3f1d7c', '#937fc4'],
    ['#dd9a3e', '#7a4300'],
    ['#050309', '#4c0f6b', '#962a63', '#dc5338', '#f9a314', '#fbfba6'],
  ),
]);

/** From black over middle grey to white, for values that are shown as red, green and blue by themselves. */
export const grays: ColorTable = bytes(uniform(['#000000', '#ffffff'].map(parseColor), tableSize));

export function paletteOf(id: PaletteId): Palette {
  return palettes.find((candidate) => candidate.id === id) ?? palettes[0];
}

function palette(
  id: PaletteId,
  negative: readonly string[],
  positive: readonly string[],
  sequential: readonly string[],
): Palette {
  return {
    id,
    diverging: diverging(negative, positive),
    sequential: bytes(uniform(sequential.map(parseColor), tableSize)),
  };
}

/** Two arms that meet in a neutral middle; each arm is perceptually uniform by itself. */
function diverging(negative: readonly string[], positive: readonly string[]): ColorTable {
  const half = (tableSize + 1) / 2;
  const low = uniform([...negative, neutral].map(parseColor), half);
  const high = uniform([neutral, ...positive].map(parseColor), half);
  return bytes([...low, ...high.slice(1)]);
}

/**
 * `count` colours along the polyline through `stops` at equal perceptual distances: equal steps in value look equal.
 */
function uniform(stops: readonly Lab[], count: number): Lab[] {
  const lengths = stops.slice(1).map((stop, i) => difference(stops[i], stop));
  const step = lengths.reduce((sum, length) => sum + length, 0) / (count - 1);
  const colors: Lab[] = [];
  let segment = 0;
  let before = 0;
  for (let i = 0; i < count; i++) {
    while (segment < lengths.length - 1 && i * step > before + lengths[segment]) before += lengths[segment++];
    colors.push(mix(stops[segment], stops[segment + 1], Math.min(1, (i * step - before) / lengths[segment])));
  }
  return colors;
}

function bytes(colors: readonly Lab[]): ColorTable {
  const table = new Uint8ClampedArray(colors.length * 3);
  colors.forEach((color, i) => table.set(toBytes(color), i * 3));
  return table;
}
