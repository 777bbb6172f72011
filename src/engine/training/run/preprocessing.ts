import type { Recipe } from '../../../protocol/recipe';
import type { FloatTensor } from '../../tensor/tensor';
import { sizeOf } from '../../tensor/tensor';
import type { Examples } from '../data/examples';
import { sidecarOf, type ImageRecipe } from '../data/image-recipe';

/**
 * Writes into a batch what a network is given of an input: an image of 0 … 1 as its recipe says, a signal as it is.
 * @param at where the input begins
 */
export function prepare(
  { dims, data }: FloatTensor,
  images: ImageRecipe | null,
  batch: Float32Array,
  at: number,
): void {
  if (!images) return batch.set(data, at);
  const { color, range, mean, std } = images;
  const [low, high] = range;
  const size = sizeOf(dims.slice(1));
  const isTurned = color === 'bgr' && dims[0] >= 3;
  for (let c = 0; c < dims[0]; c++) {
    const from = (isTurned && c < 3 ? 2 - c : c) * size;
    for (let p = 0; p < size; p++) batch[at + c * size + p] = (low + data[from + p] * (high - low) - mean[c]) / std[c];
  }
}

/** The recipe beside a network that was trained, which makes of an image what it was trained on. */
export const trainedRecipe = ({ images, classes }: Examples, own?: Recipe): Recipe => ({
  ...(own ?? (images && sidecarOf(images))),
  labels: [...classes],
  output: own?.output ?? 'logits',
  outputKind: own?.outputKind ?? 'logits',
});
