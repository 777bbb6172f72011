import type { LeftOut } from '../../dataset/dataset';
import type { FloatTensor } from '../../tensor/tensor';
import type { ImageRecipe } from './image-recipe';

/** Labelled inputs, decoded once and kept at the size at which they are learned from. */
export interface Examples {
  readonly kind: 'images' | 'signals';
  /** [C, H, W] or [C, L]. */
  readonly dims: readonly number[];
  /** What networks are given of an image; null of signals, which are given as they are. */
  readonly images: ImageRecipe | null;
  readonly classes: readonly string[];
  readonly names: readonly string[];
  /** What leads from the folder that was asked for to the names: `train/`, or nothing. */
  readonly place: string;
  readonly labels: Int32Array;
  /** A copy of input `k`: an image in 0 … 1, a signal as it is. */
  input(k: number): FloatTensor;
  readonly leftOut: readonly LeftOut[];
  /** Of all values and labels: what was learned from. */
  readonly hash: string;
}
