import type { Examples } from '../data/examples';
import { classCounts, sampleOf, sampleSizes, totalOf } from '../split/sample-sizes';
import type { Series } from './network-training';
import type { Splits } from './splits';

/** The runs of a network: those on all inputs, or a series for every size of the sample-size curve. */
export function seriesOf(
  network: string,
  { labels, classes }: Examples,
  { splits }: Splits,
  sizes: readonly string[],
): Series[] {
  if (sizes.length === 0) return [{ name: network, splits }];
  const each = splits.map(({ training }) => classCounts(labels, training, classes.length));
  const available = classes.map((_, c) => Math.min(...each.map((counts) => counts[c])));
  return sampleSizes(sizes, available).map((counts) => ({
    name: `${network}/${totalOf(counts)}`,
    splits: splits.map((split) => ({ ...split, training: sampleOf(split, labels, counts) })),
  }));
}
