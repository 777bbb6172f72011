import { concatenated, rowsAt, type FloatTensor } from '../../tensor/tensor';
import type { Examples } from '../data/examples';
import { augmented, inputOf, type ChosenAugmentation, type RunKey } from './batches';
import type { Trainer } from './trainer';
import { nextTurn, type TurnOptions } from '../turn';

/** Samples as a network learns from them. */
export interface Source {
  readonly examples: Examples;
  /** A batch to learn from, augmented for its epoch. */
  toLearn(samples: Int32Array, key: RunKey, epoch: number): Promise<FloatTensor>;
  /** Samples as they are, to measure by. */
  plain(samples: Int32Array): Promise<FloatTensor>;
}

/** Inputs whose features are computed at once. */
const AT_ONCE = 16;

/**
 * The samples, or the features that the part of the network which does not learn makes of them. Without augmentation
 * these are computed once, for all folds and epochs.
 */
export async function sourceOf(
  examples: Examples,
  trainer: Trainer,
  augmentations: readonly ChosenAugmentation[],
  options: TurnOptions & { features?(done: number): void } = {},
): Promise<Source> {
  const plain = (samples: Int32Array): Promise<FloatTensor> => trainer.learnedFrom(inputOf(examples, samples));
  if (!trainer.hasFeatures || augmentations.length > 0)
    return {
      examples,
      plain,
      toLearn: (samples, key, epoch) =>
        trainer.learnedFrom(inputOf(examples, samples, augmented(augmentations, key, epoch))),
    };
  const parts: FloatTensor[] = [];
  for (let from = 0; from < examples.labels.length; from += AT_ONCE) {
    await nextTurn(options);
    const to = Math.min(examples.labels.length, from + AT_ONCE);
    parts.push(await plain(Int32Array.from({ length: to - from }, (_, k) => from + k)));
    options.features?.(to);
  }
  const all = concatenated(parts);
  const kept = (samples: Int32Array): Promise<FloatTensor> => Promise.resolve(rowsAt(all, samples));
  return { examples, plain: kept, toLearn: kept };
}
