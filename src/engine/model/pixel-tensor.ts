import { fromFront } from '../graph/shapes/facts';
import type { FloatTensor } from '../tensor/tensor';

/** What a graph has made of one channel of its image so far: scale · value + shift. */
export interface PixelChannel {
  /** The channel of the image. */
  readonly source: number;
  readonly scale: number;
  readonly shift: number;
}

/** More channels than images have, whatever a file says: they are held one by one. */
export const MOST_CHANNELS = 65_536;

/** A tensor whose numbers are those of the image, each only scaled and shifted, perhaps in another order. */
export interface PixelTensor {
  /** Which axis of the image each axis runs along; null for one of length 1 that was added. */
  readonly axes: readonly (number | null)[];
  /** The axis of the image along which channels lie. */
  readonly channelAxis: number | null;
  /** In the order of this tensor; one stands for all while their number is not known. */
  readonly channels: readonly PixelChannel[];
  /** Operators that scaled or shifted. */
  readonly arithmetic: readonly string[];
  /** The values between which an operator keeps the image, in its own units. */
  readonly limits?: readonly [low: number, high: number];
  /** Mean and deviation of the data it was trained on, as a BatchNormalization holds them, were used. */
  readonly standardised?: boolean;
}

/** Where channels lie in a tensor; −1 where that axis was dropped. */
export const channelPlace = ({ axes, channelAxis }: PixelTensor): number =>
  channelAxis === null ? -1 : axes.indexOf(channelAxis);

/**
 * A stored tensor as one number per channel of `pixels`, against which it is broadcast: averaged over all other axes.
 * @returns undefined where it has another number of channels
 */
export function perChannel(pixels: PixelTensor, { dims, data }: FloatTensor): number[] | undefined {
  if (dims.length > pixels.axes.length) return undefined;
  const place = channelPlace(pixels) < 0 ? -1 : channelPlace(pixels) - (pixels.axes.length - dims.length);
  const length = dims[place] ?? 1;
  if (length !== 1 && pixels.channels.length !== 1 && length !== pixels.channels.length) return undefined;
  const inner = dims.slice(place + 1).reduce((size, d) => size * d, 1);
  const [sums, count] = [new Array<number>(length).fill(0), data.length / length];
  data.forEach((value, i) => (sums[length === 1 ? 0 : Math.floor(i / inner) % length] += value));
  const means = sums.map((sum) => sum / count);
  return length === 1 ? new Array<number>(pixels.channels.length).fill(means[0]) : means;
}

/** The tensor with every channel scaled and shifted once more, by one number for each or for all. */
export function rescaled(
  pixels: PixelTensor,
  operator: string,
  values: readonly number[],
  change: (channel: PixelChannel, value: number) => Pick<PixelChannel, 'scale' | 'shift'>,
): PixelTensor {
  const { channels } = pixels;
  // A vector of values tells how many channels there are.
  const all =
    channels.length > 1 || values.length === 1 ? channels : values.map((_, source) => ({ ...channels[0], source }));
  return {
    ...pixels,
    channels: all.map((channel, k) => ({ ...channel, ...change(channel, values[k] ?? values[0]) })),
    arithmetic: pixels.arithmetic.includes(operator) ? pixels.arithmetic : [...pixels.arithmetic, operator],
  };
}

/** The tensor with some of its channels, in the order named. */
export function selected(pixels: PixelTensor, places: readonly number[]): PixelTensor {
  const { channels } = pixels;
  return { ...pixels, channels: places.map((place) => channels[fromFront(place, channels.length)] ?? channels[0]) };
}
