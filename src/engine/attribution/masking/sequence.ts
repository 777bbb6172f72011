import type { Program } from '../../session/program';
import type { FloatTensor, Tensor } from '../../tensor/tensor';
import type { MaskKey } from './logit-cache';
import type { MaskKind } from './masking';

/** A sequence of masks to run a network on. */
export interface MaskSequence {
  readonly kind: MaskKind;
  readonly count: number;
  /** What replaces hidden parts, `[1, C, …]`. */
  readonly baseline: FloatTensor;
  /** Names the recipe: in sequences of equal names, masks of equal keys are equal. */
  readonly name: string;
  /** Names mask `index` among all masks of the recipe; by default its index. */
  keyOf?(index: number): MaskKey;
  /** Masks of different groups are not run in one batch; by default all are of one. */
  groupOf?(index: number): number | string;
  /** Runs masks of the kind; by default the network behind them. */
  readonly program?: Program;
  /** Feeds that are the same for every batch. */
  readonly constants?: Readonly<Record<string, Tensor>>;
  /** Some of the masks, as the kind's inputs. */
  feeds(indices: readonly number[]): Readonly<Record<string, Tensor>>;
}
