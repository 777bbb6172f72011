import type { Raster } from '../../protocol/raster';

/** An image whose longer side has at most `side` pixels, each the mean of those it stands for; small ones stay. */
export function reducedRaster(raster: Raster, side: number): Raster {
  const factor = Math.max(raster.width, raster.height) / side;
  if (factor <= 1) return raster;
  const [width, height] = [raster.width, raster.height].map((length) => Math.max(1, Math.round(length / factor)));
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rgba.set(meanColour(raster, [x, y, width, height]), 4 * (y * width + x));
  return { width, height, rgba };
}

/** Of the pixels that lie in cell (x, y) of a grid over the image. */
function meanColour(
  { width, height, rgba }: Raster,
  [x, y, across, down]: readonly [number, number, number, number],
): readonly number[] {
  const [left, right] = [x, x + 1].map((edge) => Math.floor((edge * width) / across));
  const [top, bottom] = [y, y + 1].map((edge) => Math.floor((edge * height) / down));
  const sums = [0, 0, 0, 0];
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++)
      for (let c = 0; c < 4; c++) sums[c] += rgba[4 * (row * width + column) + c];
  return sums.map((sum) => sum / ((bottom - top) * (right - left)));
}
