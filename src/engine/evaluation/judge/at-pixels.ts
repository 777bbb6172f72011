import type { CompleteRecipe } from '../../../protocol/recipe';
import { sourceOf } from '../../dataset/geometry';
import type { FloatTensor } from '../../tensor/tensor';

/**
 * What a model says of every pixel of an image, at the image's own size: its output [1, channels, h, w], interpolated at
 * the pixel's centre. Pixels that the network does not see, which a crop has cut away, are not visited.
 * @param recipe how the image was brought to the size of the network
 * @param visit is told the pixel, row by row, and the value of a channel there
 */
export function atPixels(
  { dims: [, channels, rows, columns], data }: FloatTensor,
  { width, height }: { readonly width: number; readonly height: number },
  recipe: Pick<CompleteRecipe, 'fit' | 'resizeShorter'>,
  network: readonly [height: number, width: number],
  visit: (pixel: number, at: (channel: number) => number) => void,
): void {
  const source = sourceOf(recipe, { width, height }, { width: network[1], height: network[0] });
  const ys = axis(height, source.row, network[0], rows);
  const xs = axis(width, source.column, network[1], columns);
  const line = new Float32Array(channels * columns);
  let [from, to, share] = [0, 0, 0];
  const at = (channel: number): number => {
    const left = line[channel * columns + from];
    return left + share * (line[channel * columns + to] - left);
  };
  for (let y = 0; y < height; y++) {
    const row = ys[y];
    if (!row) continue;
    for (let c = 0; c < channels; c++) {
      const [above, below] = [(c * rows + row.from) * columns, (c * rows + row.to) * columns];
      for (let x = 0; x < columns; x++)
        line[c * columns + x] = data[above + x] + row.share * (data[below + x] - data[above + x]);
    }
    for (let x = 0; x < width; x++) {
      const place = xs[x];
      if (!place) continue;
      ({ from, to, share } = place);
      visit(y * width + x, at);
    }
  }
}

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
