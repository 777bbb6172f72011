import { completed } from '../../parameter/values';
import { RandomStream } from '../../tensor/random';
import { floats, integers, sizeOf, type FloatTensor, type Tensor } from '../../tensor/tensor';
import type { Augmentation } from '../augmentation/augmentation';
import type { Examples } from '../data/examples';
import type { Mask } from '../form';
import { prepare } from './preprocessing';

/** Every draw of a run has a key of its own, so that stopping and going on changes nothing. */
export interface RunKey {
  readonly seed: number;
  readonly fold: number;
}

/** An augmentation, and how far it goes. */
export interface ChosenAugmentation {
  readonly augmentation: Augmentation;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The samples of an epoch in its own order, cut into batches. A last one of a single sample joins the one before. */
export function batchesOf(samples: Int32Array, size: number, { seed, fold }: RunKey, epoch: number): Int32Array[] {
  const order = new RandomStream(seed, 'order', fold, epoch).permutation(samples.length).map((k) => samples[k]);
  const count = Math.max(1, Math.ceil(order.length / size) - (order.length % size === 1 ? 1 : 0));
  return Array.from({ length: count }, (_, b) =>
    order.slice(b * size, b === count - 1 ? order.length : (b + 1) * size),
  );
}

/** How many batches an epoch has. */
export const batchCount = (samples: number, size: number): number =>
  batchesOf(new Int32Array(samples), size, { seed: 0, fold: 0 }, 0).length;

/** Samples as the network takes them. @param change what is done to one before */
export function inputOf(
  examples: Examples,
  samples: ArrayLike<number>,
  change: (input: FloatTensor, sample: number) => FloatTensor = (input) => input,
): FloatTensor {
  const size = sizeOf(examples.dims);
  const batch = floats([samples.length, ...examples.dims]);
  Array.from(samples, (sample, n) =>
    prepare(change(examples.input(sample), sample), examples.images, batch.data, n * size),
  );
  return batch;
}

/** What augmentations make of a sample in an epoch. */
export const augmented =
  (all: readonly ChosenAugmentation[], { seed, fold }: RunKey, epoch: number) =>
  (input: FloatTensor, sample: number): FloatTensor => {
    if (all.length === 0) return input;
    const random = new RandomStream(seed, 'augmentation', fold, epoch, sample);
    return all.reduce((changed, { augmentation: { params: schema, draw, apply }, params }) => {
      const drawn = draw(random, completed(schema, params), changed.dims);
      return apply(changed, drawn);
    }, input);
  };

export const labelsOf = ({ labels }: Examples, samples: Int32Array): Tensor =>
  integers(Array.from(samples, (k) => labels[k]));

/** What Dropout keeps of a batch, by input. */
export function keptOf(
  masks: readonly Mask[],
  rows: number,
  { seed, fold }: RunKey,
  epoch: number,
  batch: number,
): Record<string, Tensor> {
  return Object.fromEntries(
    masks.map(({ input, ratio, shape }, m) => {
      const dims = shape.map((d) => (typeof d === 'number' ? d : rows));
      const random = new RandomStream(seed, 'dropout', fold, epoch, batch, m);
      const data = Uint8Array.from({ length: sizeOf(dims) }, () => (random.uniform() < ratio ? 0 : 1));
      return [input, { type: 'uint8', dims, data }];
    }),
  );
}
