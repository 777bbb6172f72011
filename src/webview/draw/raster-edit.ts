import type { Raster } from '../../protocol/raster';
import type { Mask } from './mask';
import type { Point } from './viewport';

/** Rasters are never changed in place: every edit gives a new one. */
export type Color = readonly [red: number, green: number, blue: number];

/** One colour on all pixels of a mask. */
export function painted(raster: Raster, { data }: Mask, color: Color): Raster {
  return edited(raster, (rgba) => data.forEach((inside, p) => inside && rgba.set(color, 4 * p)));
}

/** The pixels of a mask as they are in another raster. */
export function restored(raster: Raster, { data }: Mask, from: Raster): Raster {
  return edited(raster, (rgba) =>
    data.forEach((inside, p) => inside && rgba.set(from.rgba.subarray(4 * p, 4 * p + 4), 4 * p)),
  );
}

/** How far apart two colours of one area may be, summed over the channels. */
const likeness = 60;

/** The pixels around a point that have about its colour and touch one another. */
export function areaAround({ width, height, rgba }: Raster, { u, v }: Point): Mask {
  const data = new Float32Array(width * height);
  const start = Math.floor(v * height) * width + Math.floor(u * width);
  const isAlike = (p: number): boolean =>
    [0, 1, 2].reduce((sum, c) => sum + Math.abs(rgba[4 * p + c] - rgba[4 * start + c]), 0) <= likeness;
  const open = [start];
  const visit = (p: number): void => {
    if (data[p] || !isAlike(p)) return;
    data[p] = 1;
    open.push(p);
  };
  data[start] = 1;
  for (let p = open.pop(); p !== undefined; p = open.pop()) {
    if (p % width > 0) visit(p - 1);
    if (p % width < width - 1) visit(p + 1);
    if (p >= width) visit(p - width);
    if (p < data.length - width) visit(p + width);
  }
  return { dims: [height, width], data };
}

/** The mean colour of all pixels. */
export function meanColor({ rgba }: Raster): Color {
  const sums = [0, 0, 0];
  for (let i = 0; i < rgba.length; i++) if (i % 4 < 3) sums[i % 4] += rgba[i];
  const [red, green, blue] = sums.map((sum) => Math.round((4 * sum) / rgba.length));
  return [red, green, blue];
}

/** Of the blur, as a share of the width. */
const reach = 0.03;

/** The pixels of a mask, blurred: three means over a window, which are nearly a Gaussian. */
export function blurred(raster: Raster, mask: Mask): Raster {
  const radius = Math.max(1, Math.round(reach * raster.width));
  let soft = raster;
  for (let i = 0; i < 3; i++) soft = meanAlong(meanAlong(soft, radius, 1), radius, raster.width);
  return restored(raster, mask, soft);
}

/** Means over a window along the rows (step 1) or the columns (step: the width); at the borders over what is inside. */
function meanAlong(raster: Raster, radius: number, step: number): Raster {
  const { width, height, rgba } = raster;
  const [lines, length, across] = step === 1 ? [height, width, width] : [width, height, 1];
  return edited(raster, (soft) => {
    for (let line = 0; line < lines; line++)
      for (let c = 0; c < 3; c++) {
        const at = (k: number): number => 4 * (line * across + k * step) + c;
        let [sum, count] = [0, 0];
        for (let k = -radius; k < length; k++) {
          if (k + radius < length) [sum, count] = [sum + rgba[at(k + radius)], count + 1];
          if (k - radius > 0) [sum, count] = [sum - rgba[at(k - radius - 1)], count - 1];
          if (k >= 0) soft[at(k)] = sum / count;
        }
      }
  });
}

/** The pixels of a mask once more, with the middle of the mask at a point; what falls outside is lost. */
export function copied(raster: Raster, mask: Mask, to: Point): Raster {
  const { width, height, rgba } = raster;
  const middle = middleOf(mask);
  const [dx, dy] = [Math.round((to.u - middle.u) * width), Math.round((to.v - middle.v) * height)];
  return edited(raster, (moved) =>
    mask.data.forEach((inside, p) => {
      const [x, y] = [(p % width) + dx, Math.floor(p / width) + dy];
      if (inside && x >= 0 && y >= 0 && x < width && y < height)
        moved.set(rgba.subarray(4 * p, 4 * p + 4), 4 * (y * width + x));
    }),
  );
}

/** The middle of a mask's pixels. */
export function middleOf({ dims: [height, width], data }: Mask): Point {
  let [x, y, count] = [0, 0, 0];
  data.forEach((inside, p) => {
    if (!inside) return;
    x += (p % width) + 0.5;
    y += Math.floor(p / width) + 0.5;
    count++;
  });
  return count > 0 ? { u: x / count / width, v: y / count / height } : { u: 0.5, v: 0.5 };
}

function edited(raster: Raster, edit: (rgba: Uint8ClampedArray) => void): Raster {
  const rgba = Uint8ClampedArray.from(raster.rgba);
  edit(rgba);
  return { ...raster, rgba };
}
