import type { LeftOut } from '../../dataset/dataset';
import type { FloatTensor } from '../../tensor/tensor';

/** Labelled inputs, decoded once and kept at the size at which they are learned from. */
export interface Examples {
  readonly kind: 'images' | 'signals';
  /** [C, H, W] or [C, L]. */
  readonly dims: readonly number[];
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
