import { scoresOf } from '../../session/score';
import { resizedMap } from '../../tensor/resize';
import { floats, sizeOf, type FloatTensor } from '../../tensor/tensor';
import type { MethodContext } from '../method';
import { denseMask, maskFeeds } from './dense-mask';
import { fingerprint } from './fingerprint';
import { forwards } from './forwards';
import type { Sampling } from './sampling';
import type { MaskKey } from './sheet';

/** Masks over the input's positions, made when asked for: at the input's size those of a broad layer would take gigabytes together. */
export interface Masks {
  readonly count: number;
  /** Names the recipe: masks of equal names and keys are equal. */
  readonly name: string;
  /** Names mask `index` among all masks of the recipe; by default its index. */
  keyOf?(index: number): MaskKey;
  at(index: number): Float64Array;
}

/** Selected feature maps at the input's size, each stretched to 0..1, by channel; constant ones are left out. */
export function featureMasks(features: FloatTensor, selected: readonly number[], spatial: readonly number[]): Masks & { readonly channels: readonly number[] } {
  const from = features.dims.slice(2);
  const size = sizeOf(from);
  const plane = (dims: readonly number[]): [number, number] => (dims.length === 1 ? [1, dims[0]] : [dims[0], dims[1]]);
  const resized = (channel: number) => resizedMap(features.data.subarray(channel * size, (channel + 1) * size), plane(from), plane(spatial));
  const ranges = new Map(selected.map((channel) => [channel, rangeOf(resized(channel))]));
  const channels = selected.filter((channel) => ranges.get(channel)!.high > ranges.get(channel)!.low);
  // Keyed by channel: for another class, or another threshold, most of them need not be run again.
  return { channels, count: channels.length, name: fingerprint(features), keyOf: (index) => channels[index], at: (index) => stretch(resized(channels[index]), ranges.get(channels[index])!) };
}

interface Range {
  readonly low: number;
  readonly high: number;
}

// Loops by index here and below: a call per element takes ten times as long, and there is a map per channel.

function rangeOf(map: Float64Array): Range {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < map.length; i++) {
    low = Math.min(low, map[i]);
    high = Math.max(high, map[i]);
  }
  return { low, high };
}

/** The range to 0..1, in place. */
function stretch(map: Float64Array, { low, high }: Range): Float64Array {
  for (let i = 0; i < map.length; i++) map[i] = (map[i] - low) / (high - low);
  return map;
}

/** The masks of several layers, one layer after the other. */
export interface LayeredMasks extends Masks {
  /** The layer of a mask. */
  layerOf(index: number): number;
}

export function layered(layers: readonly Masks[]): LayeredMasks {
  const places = layers.flatMap(({ count }, layer) => Array.from({ length: count }, (_, index) => ({ layer, index })));
  return {
    count: places.length,
    name: layers.map(({ name }) => name).join('|'),
    keyOf: (n) => `${places[n].layer}:${layers[places[n].layer].keyOf?.(places[n].index) ?? places[n].index}`,
    at: (n) => layers[places[n].layer].at(places[n].index),
    layerOf: (n) => places[n].layer,
  };
}

/** Adds `score · m / Σm` of a mask to a sum. */
export function addMask(sum: Float64Array, mask: Float64Array, score: number): void {
  let total = 0;
  for (let i = 0; i < mask.length; i++) total += mask[i];
  const weight = score / total;
  for (let i = 0; i < sum.length; i++) sum[i] += weight * mask[i];
}

/** Takes the scores of the input multiplied with masks, in order. */
export function maskedScores(context: MethodContext, masks: Masks, take: (score: number, index: number) => void, partial?: () => FloatTensor | undefined): Promise<Sampling> {
  const positions = sizeOf(context.input.dims.slice(2));
  const feeds = (indices: readonly number[]) => {
    const batch = floats([indices.length, positions]);
    indices.forEach((index, n) => batch.data.set(masks.at(index), n * positions));
    return maskFeeds(batch);
  };
  return forwards(
    context,
    { ...masks, kind: denseMask, baseline: floats(context.input.dims), feeds },
    { take: (logits, start) => scoresOf(logits, context.score).forEach((score, n) => take(score, start + n)), partial },
  );
}
