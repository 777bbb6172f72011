import type { PresetId } from '../../protocol/recipe';
import type { InputGuess } from '../image/recipe';
import type { ElementType } from '../tensor/tensor';
import type { UsualInput } from '../task/detection/layout';
import type { PixelReader } from './pixel-path';
import type { PixelChannel, PixelTensor } from './pixel-tensor';

type Range = readonly [low: number, high: number];

/** What the graph says of the numbers it is fed. */
export interface InputFacts {
  readonly type: ElementType;
  /** Channels, height, width; or channels, length of a signal. */
  readonly dims: readonly number[];
  readonly readers: readonly PixelReader[];
  /** How it is usually made for what the model is for. */
  readonly usual?: UsualInput;
}

/** torchvision's classifiers are the commonest models of this size and above. */
const IMAGENET_SIZE = 160;

/**
 * How the input of a graph was most probably made: by its type, by bounds and arithmetic in front of its first weights,
 * and only where it has none of them by its size.
 */
export function guessedPreprocessing({ type, dims, readers, usual }: InputFacts): InputGuess {
  const fit = usual && {
    fit: usual.fit,
    fitReason: usual.reason,
    ...(usual.pad && { pad: usual.pad }),
    ...(usual.color && { color: usual.color, colorReason: usual.reason }),
  };
  if (!type.includes('float'))
    return { preset: 'raw', reason: `its type is ${type}: whole numbers from 0 to 255`, ...fit };
  const all = readers.map(({ pixels }) => pixels);
  const pixels = all.find(({ limits }) => limits) ?? all.find(({ arithmetic }) => arithmetic.length > 0);
  const guess = pixels && (guessFromLimits(pixels) ?? guessFromArithmetic(pixels));
  if (guess) return { ...fit, ...guess, ...colorFrom(pixels) };
  return { ...(usual?.preset ? { preset: usual.preset, reason: usual.reason } : guessFromSize(dims)), ...fit };
}

function guessFromSize(dims: readonly number[]): InputGuess {
  const [channels, height = 0] = dims;
  return dims.length === 3 && channels === 3 && height >= IMAGENET_SIZE
    ? { preset: 'imagenet', reason: 'the graph scales nothing, and most models of this size were trained so' }
    : { preset: 'unit', reason: 'the graph scales nothing, and most small models were trained so' };
}

const [UNIT, BYTES, SIGNED]: readonly Range[] = [
  [0, 1],
  [0, 255],
  [-1, 1],
];
const RANGES: readonly { readonly preset: PresetId; readonly range: Range }[] = [
  { preset: 'unit', range: UNIT },
  { preset: 'raw', range: BYTES },
  { preset: 'tensorflow', range: SIGNED },
];

/** ImageNet's means and deviations of red, green and blue, where white is 1. */
const [MEANS, DEVIATIONS] = [
  [0.485, 0.456, 0.406],
  [0.229, 0.224, 0.225],
];
/** What ImageNet's normalisation makes of black and white. */
const LEVELS = MEANS.map((mean, c): Range => [-mean / DEVIATIONS[c], (1 - mean) / DEVIATIONS[c]]);
const IMAGENET: Range = [Math.min(...LEVELS.map(([black]) => black)), Math.max(...LEVELS.map(([, white]) => white))];

/** Bounds that an operator sets, or the numbers for which the model was quantised; a quantiser rounds them. */
function guessFromLimits({ limits }: PixelTensor): InputGuess | undefined {
  if (!limits) return undefined;
  const near = ([low, high]: Range): boolean =>
    Math.abs(low - limits[0]) + Math.abs(high - limits[1]) < 0.12 * (high - low);
  const found = [...RANGES, { preset: 'imagenet', range: IMAGENET } as const].find(({ range }) => near(range));
  const preset = found?.preset ?? (areStandard(limits) ? 'imagenet' : undefined);
  return preset && { preset, reason: `the graph takes numbers from ${figures(limits)} only` };
}

/** Bounds far beyond those of any plain range, on both sides of 0: a mean was subtracted and a deviation divided by. */
const areStandard = ([low, high]: Range): boolean => low < -1.5 && high > 1.5 && high - low < 10;

/** What the arithmetic in front makes of the usual ranges: a mean lies within, and the result spans about one or two. */
function guessFromArithmetic(pixels: PixelTensor): InputGuess | undefined {
  const { channels, arithmetic, standardised } = pixels;
  if (arithmetic.length === 0 || channels.every(({ scale, shift }) => scale === 1 && shift === 0)) return undefined;
  const operators = arithmetic.join(' and ');
  const reason = (range: Range): string => {
    const levels = channels.flatMap(({ scale, shift }) => range.map((value) => scale * value + shift));
    return `${operators} before its first weights make ${figures([Math.min(...levels), Math.max(...levels)])} of ${figures(range)}`;
  };
  if (standardised && channels.every(isStandard))
    return {
      preset: channels.length === 3 ? 'imagenet' : 'tensorflow',
      reason: `${operators} expects numbers around 0`,
    };
  if (undoesImagenet(channels))
    return { preset: 'imagenet', reason: `${operators} turn ImageNet's normalisation into −1 to 1` };
  const made = RANGES.find(({ range }) => makesImagenet(channels, range));
  if (made) return { preset: made.preset, reason: reason(made.range) };
  const costs = RANGES.map(({ range }) => channels.reduce((sum, channel) => sum + unlikelihood(channel, range), 0));
  const { preset, range } = RANGES[costs.indexOf(Math.min(...costs))];
  return { preset, reason: reason(range) };
}

/** The value of the image of which the arithmetic makes 0: what was taken for its mean. */
const zeroOf = ({ scale, shift }: PixelChannel): number => -shift / scale;

/** Data of mean 0 and deviation 1: somebody has normalised it before. */
const isStandard = (channel: PixelChannel): boolean =>
  Math.abs(zeroOf(channel)) < 0.3 && Math.abs(channel.scale) > 0.5 && Math.abs(channel.scale) < 2;

/** torchvision's `transform_input`: numbers normalised as ImageNet's come out between −1 and 1. */
const undoesImagenet = (channels: readonly PixelChannel[]): boolean =>
  channels.length === 3 &&
  channels.every(({ source, scale, shift }) =>
    LEVELS[source].every((level, k) => Math.abs(scale * level + shift - SIGNED[k]) < 0.05),
  );

/** ImageNet's normalisation of a range, in its own order of colours or the other: whatever it was before, this is it. */
const makesImagenet = (channels: readonly PixelChannel[], range: Range): boolean =>
  channels.length === 3 &&
  [LEVELS, [...LEVELS].reverse()].some((levels) =>
    channels.every(({ source, scale, shift }) =>
      levels[source].every((level, k) => Math.abs(scale * range[k] + shift - level) < 0.05),
    ),
  );

/** A mean outside the range rules it out; else networks are fed numbers that span about 2. */
function unlikelihood(channel: PixelChannel, range: Range): number {
  const [low, high] = range;
  const zero = zeroOf(channel);
  const slack = 0.02 * (high - low);
  const outside = zero < low - slack || zero > high + slack;
  // Of −1 to 1 a graph makes 0 to 1 again, or it leaves the numbers alone.
  const strange = range === SIGNED && zero > -0.9;
  return Math.abs(Math.log(Math.abs(channel.scale * (high - low)) / 2)) + (outside || strange ? 20 : 0);
}

/** ImageNet's means tell the order of colours, whether white is 1 or 255. */
function colorFrom({ channels }: PixelTensor): Pick<InputGuess, 'color' | 'colorReason'> {
  if (channels.length !== 3) return {};
  const zeros = [...channels].sort((a, b) => a.source - b.source).map(zeroOf);
  const white = zeros.some((zero) => zero > 1) ? 255 : 1;
  const alike = (means: readonly number[]): boolean =>
    zeros.every((zero, c) => Math.abs(zero / white - means[c]) < 0.01);
  const reason = (order: string): string => `the means it subtracts are ImageNet's of ${order}`;
  if (alike(MEANS)) return { color: 'rgb', colorReason: reason('red, green and blue') };
  return alike([...MEANS].reverse()) ? { color: 'bgr', colorReason: reason('blue, green and red') } : {};
}

const figures = ([low, high]: Range): string => `${figure(low)} to ${figure(high)}`;
const figure = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−');
