import type { FeatureMaps } from '../../protocol/filters';
import type { Palette } from '../draw/palette';
import { opaqueWords, paintPlane, TileAtlas } from '../draw/tiles';
import type { Key } from '../grid/legend';
import type { Scale } from './app';

/** Images of feature maps, with the values at the ends of their colours. */
export interface FeatureImages {
  /** One for each image. */
  readonly atlases: readonly TileAtlas[];
  keyOf(channel: number): Key;
}

/** Every channel as one tile for each image; the images of a channel share its scale. */
export function featureImages(features: readonly FeatureMaps[], scale: Scale, palette: Palette): FeatureImages {
  const peaks = features.map(peaksOf);
  const diverging = features.some(({ maps }) => maps.data.some((value) => value < 0));
  const most = (channel: number): number => Math.max(0, ...peaks.map((peak) => peak[channel]));
  const shared = peaks.reduce((all, peak) => peak.reduce((a, b) => Math.max(a, b), all), 0);
  const rangeOf = (channel: number): number => (scale === 'shared' ? shared : most(channel));
  const table = diverging ? palette.diverging : palette.sequential;
  const colors = { words: opaqueWords(table), diverging };
  const atlases = features.map(({ maps }) => {
    const [count, height, width] = maps.dims;
    const paint = (channel: number, pixels: Uint32Array, at: number, stride: number): void =>
      paintPlane(maps.data, channel * height * width, { width, height, range: rangeOf(channel), colors }, [
        pixels,
        at,
        stride,
      ]);
    return new TileAtlas({ count, width, height, paint });
  });
  return { atlases, keyOf: (channel) => ({ table, low: diverging ? -rangeOf(channel) : 0, high: rangeOf(channel) }) };
}

function peaksOf({ maps: { dims, data } }: FeatureMaps): Float32Array {
  const places = dims[1] * dims[2];
  return Float32Array.from({ length: dims[0] }, (_, channel) => {
    let peak = 0;
    for (let i = channel * places; i < (channel + 1) * places; i++) peak = Math.max(peak, Math.abs(data[i]));
    return peak;
  });
}

/** Channels of which the two images' maps differ most first, by their mean squared difference. */
export function byDifference([first, second]: readonly FeatureMaps[]): number[] {
  const [channels, height, width] = first.maps.dims;
  const places = height * width;
  const differences = Float64Array.from({ length: channels }, (_, channel) => {
    let sum = 0;
    for (let i = channel * places; i < (channel + 1) * places; i++)
      sum += (first.maps.data[i] - second.maps.data[i]) ** 2;
    return sum;
  });
  return [...differences.keys()].sort((a, b) => differences[b] - differences[a]);
}
