import type { CompleteRecipe } from '../../../../protocol/recipe';
import { sourceOf } from '../../../dataset/geometry';
import type { LabelMap } from '../../../dataset/label-map';
import type { FloatTensor } from '../../../tensor/tensor';

/** Value of pixels that no class has, in predictions and in truths. */
export const VOID = 255;

/**
 * The class of every pixel of an image, at the image's own size: logits [1, classes, h, w] are interpolated at the
 * pixel's centre, then the classes are compared (of one logit, 1 is where it is above zero). {@link NOWHERE} where the
 * network does not see the pixel, which a crop has cut away.
 */
export function pixelClasses(
  { dims: [, classes, rows, columns], data }: FloatTensor,
  { width, height }: Pick<LabelMap, 'width' | 'height'>,
  recipe: Pick<CompleteRecipe, 'fit' | 'resizeShorter'>,
  network: readonly [height: number, width: number],
): Int16Array {
  const source = sourceOf(recipe, { width, height }, { width: network[1], height: network[0] });
  const ys = axis(height, source.row, network[0], rows);
  const xs = axis(width, source.column, network[1], columns);
  const line = new Float32Array(classes * columns);
  const result = new Int16Array(height * width).fill(NOWHERE);
  for (let y = 0; y < height; y++) {
    const at = ys[y];
    if (!at) continue;
    for (let c = 0; c < classes; c++) {
      const [above, below] = [(c * rows + at.from) * columns, (c * rows + at.to) * columns];
      for (let x = 0; x < columns; x++)
        line[c * columns + x] = data[above + x] + at.share * (data[below + x] - data[above + x]);
    }
    for (let x = 0; x < width; x++) {
      const place = xs[x];
      if (place) result[y * width + x] = classAt(line, classes, columns, place);
    }
  }
  return result;
}

/** Of a pixel that the network does not see. */
export const NOWHERE = -1;

/** Between which two of a map's lines a pixel lies. */
interface Between {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/**
 * Where the pixels of an image lie in a map; null for one outside of it. The recipe's coordinates are linear, so two
 * of them tell the way there.
 */
function axis(pixels: number, source: (at: number) => number, network: number, lines: number): (Between | null)[] {
  const [first, last] = [source(0), source(network)];
  return Array.from({ length: pixels }, (_, pixel) => {
    const share = (pixel + 0.5 - first) / (last - first);
    if (share < 0 || share > 1) return null;
    const at = Math.min(Math.max(share * lines - 0.5, 0), lines - 1);
    const from = Math.floor(at);
    return { from, to: Math.min(from + 1, lines - 1), share: at - from };
  });
}

function classAt(line: Float32Array, classes: number, columns: number, { from, to, share }: Between): number {
  const at = (c: number): number => {
    const left = line[c * columns + from];
    return left + share * (line[c * columns + to] - left);
  };
  if (classes === 1) return at(0) > 0 ? 1 : 0;
  let [best, most] = [0, at(0)];
  for (let c = 1; c < classes; c++) {
    const value = at(c);
    if (value > most) [best, most] = [c, value];
  }
  return best;
}
