import type { Raster } from '../../protocol/raster';
import { maskImage } from '../dataset/mask-image';
import { sourceOf } from '../dataset/geometry';
import type { NetworkInput } from '../image/input';
import { encodePng } from '../image/overlay';
import { readColours } from '../image/pixels';
import { imageSize } from '../image/size';
import type { OpenedModel } from '../model/opening';
import { changedPixels, rasterIn } from './what-if';

/**
 * An image in its own size with what was changed of the copy that the network sees; the rest of it, also what the recipe
 * crops away, is as it was.
 */
export async function changedImage({ recipe }: OpenedModel, input: NetworkInput, copy: Raster): Promise<Uint8Array> {
  const [height, width] = await imageSize(input.view.path);
  const { values } = await readColours(input.view.path, { ...recipe, size: [height, width], fit: 'fill' });
  const data = Float32Array.from(changedPixels(rasterIn(input), copy));
  const isChanged = maskImage({ dims: [copy.height, copy.width], data }, recipe, { width, height });
  const { row, column } = sourceOf(recipe, { width, height }, copy);
  const across = wayBack(column(0), column(copy.width), copy.width);
  const down = wayBack(row(0), row(copy.height), copy.height);
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p++) {
      const from = 4 * (down(y) * copy.width + across(x));
      for (let c = 0; c < 3; c++) rgba[4 * p + c] = isChanged.rgba[4 * p] ? copy.rgba[from + c] : values[3 * p + c];
    }
  }
  return new Uint8Array(await encodePng({ width, height, rgba }));
}

/** The place in the copy of a pixel of the image: the recipe's coordinates are linear. */
const wayBack =
  (first: number, last: number, size: number) =>
  (at: number): number =>
    Math.min(size - 1, Math.max(0, Math.floor(((at + 0.5 - first) / (last - first)) * size)));
