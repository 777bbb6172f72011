import { LensError } from '../../../protocol/error';
import { scoresOf } from '../../session/score';
import { floats, sizeOf, type FloatTensor } from '../../tensor/tensor';
import type { MethodContext } from '../method';
import { enlargedFeeds, enlargedMask } from './enlarged-mask';
import { Enlargement, scaledBy } from './enlargement';
import { fingerprint } from './fingerprint';
import { forwards } from './forwards';
import type { BudgetValues, Sampling } from './sampling';

/** Masks that are enlarged small maps, all of one size. */
export interface MaskLayer {
  readonly enlargement: Enlargement;
  readonly count: number;
  /** Names the recipe: masks of equal names and keys are equal. */
  readonly name: string;
  /** Names a mask among all masks of the recipe. */
  keyOf(index: number): number;
  /** The small map of a mask. */
  at(index: number): Float64Array;
}

/**
 * Selected feature maps, each scaled so that enlarged it reaches from 0 to 1, by channel; constant ones are left out.
 */
export function featureMasks(
  features: FloatTensor,
  selected: readonly number[],
  spatial: readonly number[],
): MaskLayer & { readonly channels: readonly number[] } {
  const from = features.dims.slice(2);
  if (from.length !== spatial.length) {
    throw new LensError({
      code: 'invalid-argument',
      what: `a layer of shape [${features.dims.join(', ')}] has no maps over the input's positions`,
      next: 'Choose layers of feature maps',
    });
  }
  const size = sizeOf(from);
  const enlargement = new Enlargement(from, spatial);
  const map = (channel: number) => features.data.subarray(channel * size, (channel + 1) * size);
  const ranges = new Map(selected.map((channel) => [channel, enlargement.range(map(channel))]));
  const channels = selected.filter((channel) => ranges.get(channel)!.high > ranges.get(channel)!.low);
  const at = (index: number) => scaledBy(map(channels[index]), ranges.get(channels[index])!);
  // Keyed by channel: for another class, or another threshold, most of them need not be run again.
  return {
    channels,
    enlargement,
    count: channels.length,
    name: fingerprint(features),
    keyOf: (index) => channels[index],
    at,
  };
}

/** A small map as a layer of one mask. */
export function singleMask(enlargement: Enlargement, map: Float64Array): MaskLayer {
  return {
    enlargement,
    count: 1,
    name: fingerprint({ type: 'float64', dims: enlargement.from, data: map }),
    keyOf: () => 0,
    at: () => map,
  };
}

/** The sum of `score · m / Σm` over the masks of a layer: it is formed of their small maps, as enlarging keeps sums. */
export class LayerSum {
  private readonly sum: Float64Array;

  constructor(private readonly enlargement: Enlargement) {
    this.sum = new Float64Array(enlargement.cover.length);
  }

  add(map: Float64Array, score: number): void {
    const { cover } = this.enlargement;
    let total = 0;
    for (let i = 0; i < map.length; i++) total += cover[i] * map[i];
    const weight = score / total;
    for (let i = 0; i < map.length; i++) this.sum[i] += weight * map[i];
  }

  /** What has been summed as a small map that enlarged reaches from 0 to 1; as it is where it is constant. */
  scaled(): Float64Array {
    const range = this.enlargement.range(this.sum);
    return range.high > range.low ? scaledBy(this.sum, range) : this.sum.slice();
  }
}

/** Takes the scores of the input multiplied with the masks of one layer after the other, in order. */
export function maskedScores(
  context: MethodContext<BudgetValues>,
  layers: readonly MaskLayer[],
  take: (score: number, layer: number, index: number) => void,
  partial?: () => FloatTensor | undefined,
): Promise<Sampling> {
  const places = layers.flatMap((layer, number) =>
    Array.from({ length: layer.count }, (_, index) => ({ layer, number, index })),
  );
  return forwards(
    context,
    {
      kind: enlargedMask,
      count: places.length,
      baseline: floats(context.input.dims),
      name: layers.map(({ name }) => name).join('|'),
      keyOf: (n) => `${places[n].number}:${places[n].layer.keyOf(places[n].index)}`,
      // One enlargement serves a batch: layers of one size may share it.
      groupOf: (n) => places[n].layer.enlargement.from.join(),
      feeds: (numbers) =>
        enlargedFeeds(
          places[numbers[0]].layer.enlargement,
          numbers.map((n) => places[n].layer.at(places[n].index)),
        ),
    },
    {
      take: (logits, start) =>
        scoresOf(logits, context.score).forEach((score, n) =>
          take(score, places[start + n].number, places[start + n].index),
        ),
      partial,
    },
  );
}
