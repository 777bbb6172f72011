import type { CompleteRecipe } from '../../../../protocol/recipe';
import type { LabelMap } from '../../../dataset/label-map';
import type { FloatTensor } from '../../../tensor/tensor';
import { atPixels } from '../at-pixels';

/** Value of pixels that no class has, in predictions and in truths. */
export const VOID = 255;

/**
 * The class of every pixel of an image, at the image's own size: logits [1, classes, h, w] are interpolated at the
 * pixel's centre, then the classes are compared (of one logit, 1 is where it is above zero). {@link NOWHERE} where the
 * network does not see the pixel, which a crop has cut away.
 */
export function pixelClasses(
  logits: FloatTensor,
  size: Pick<LabelMap, 'width' | 'height'>,
  recipe: Pick<CompleteRecipe, 'fit' | 'resizeShorter'>,
  network: readonly [height: number, width: number],
): Int16Array {
  const classes = logits.dims[1];
  const result = new Int16Array(size.height * size.width).fill(NOWHERE);
  atPixels(logits, size, recipe, network, (pixel, at) => (result[pixel] = classOf(at, classes)));
  return result;
}

/** Of a pixel that the network does not see. */
export const NOWHERE = -1;

function classOf(at: (channel: number) => number, classes: number): number {
  if (classes === 1) return at(0) > 0 ? 1 : 0;
  let [best, most] = [0, at(0)];
  for (let c = 1; c < classes; c++) {
    const value = at(c);
    if (value > most) [best, most] = [c, value];
  }
  return best;
}
