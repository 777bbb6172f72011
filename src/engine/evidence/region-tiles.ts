import type { FigureTile } from '../../protocol/figure';
import type { SeenRegion } from '../../protocol/metric-evidence';
import type { Raster } from '../../protocol/raster';
import { EMPTY, imageOf, maskTile, signedTile } from '../figure/tiles';

/** Neither, the map alone, the object alone, both: tellable apart in grey, too. */
const COLORS = Object.freeze([
  [24, 24, 24],
  [230, 159, 0],
  [0, 114, 178],
  [255, 255, 255],
]);

/** A part of the map beside the object, and the two over each other. */
export async function regionTiles(
  { what, cut, weights, object }: SeenRegion,
  dims: readonly number[],
): Promise<FigureTile[]> {
  const size: readonly [number, number] = dims.length === 1 ? [1, dims[0]] : [dims[0], dims[1]];
  const marked = await maskTile('the object', object, size, `${total(object)} positions`);
  if (cut)
    return [await maskTile(what, cut, size, `${total(cut)} positions`), marked, await overlapTile(cut, object, size)];
  if (!weights) return [marked];
  const inside = weights.map((v, p) => (object[p] ? v : 0));
  return [
    await signedTile(what, weights, size, null, `Σ ${total(weights)}`),
    marked,
    await signedTile('on the object', inside, size, null, `Σ ${total(inside)}`),
  ];
}

async function overlapTile(
  cut: Uint8Array,
  object: Uint8Array,
  [height, width]: readonly [number, number],
): Promise<FigureTile> {
  const kinds = cut.map((v, p) => (v ? 1 : 0) + (object[p] ? 2 : 0));
  const rgba = new Uint8ClampedArray(4 * kinds.length);
  kinds.forEach((kind, p) => rgba.set([...COLORS[kind], 255], 4 * p));
  const raster: Raster = { width, height, rgba };
  const both = kinds.filter((kind) => kind === 3).length;
  const either = kinds.filter((kind) => kind > 0).length;
  return { ...EMPTY, title: 'overlap', image: await imageOf(raster), note: `${both} of ${either}` };
}

const total = (values: ArrayLike<number>): number =>
  Array.prototype.reduce.call(values, (a, v) => (a as number) + (v as number), 0) as number;
