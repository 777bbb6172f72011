import { leavesBars } from './bars';
import { LensError } from '../../protocol/error';
import type { CompleteRecipe, Guess, PresetId, Recipe } from '../../protocol/recipe';
import type { ChannelOrder } from '../tensor/channel-order';

/** Named starting points; the sidecar's own fields override them. */
export const presets: Readonly<Record<PresetId, Recipe>> = Object.freeze({
  imagenet: {
    color: 'rgb',
    range: [0, 1],
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
    fit: 'cover',
    kernel: 'linear',
  },
  caffe: {
    color: 'bgr',
    range: [0, 255],
    mean: [103.939, 116.779, 123.68],
    std: [1, 1, 1],
    fit: 'cover',
    kernel: 'linear',
  },
  tensorflow: { color: 'rgb', range: [-1, 1], mean: [0, 0, 0], std: [1, 1, 1], fit: 'fill', kernel: 'linear' },
  unit: { color: 'rgb', range: [0, 1], mean: [0, 0, 0], std: [1, 1, 1], fit: 'fill', kernel: 'linear' },
  raw: { color: 'rgb', range: [0, 255], mean: [0, 0, 0], std: [1, 1, 1], fit: 'fill', kernel: 'linear' },
} satisfies Record<PresetId, Recipe>);

/** How an input was most probably made, and what says so. */
export interface InputGuess {
  /** The range, the mean and the deviation. */
  readonly preset: PresetId;
  readonly reason: string;
  readonly color?: 'rgb' | 'bgr';
  readonly colorReason?: string;
  readonly fit?: Recipe['fit'];
  readonly fitReason?: string;
  readonly pad?: number;
}

/** What is known of an input beside its recipe. */
export interface RecipeInput {
  /** Channels, height, width; channels, length of a signal; channels, depth, height, width of a volume. */
  readonly dims: readonly number[];
  readonly layout?: ChannelOrder;
  /** Where the layout is a guess: what says so. */
  readonly layoutReason?: string;
  /** Values from 0 to 1 where nothing is known. */
  readonly guess?: InputGuess;
}

const NOTHING_KNOWN: InputGuess = { preset: 'unit', reason: 'nothing tells' };
const [COLOR, FIT] = [
  'most models of 3 channels take red, green and blue in this order',
  'no graph tells how images of another shape are brought to its size',
];

/**
 * A recipe with nothing left open: the sidecar's fields, then its preset's, then guesses from the graph.
 * The fields that had to be guessed are listed, with what they were guessed from.
 * @throws LensError `invalid-argument` for lists of another length than there are channels
 */
export function completeRecipe(given: Recipe, labels: readonly string[], input: RecipeInput): CompleteRecipe {
  const { dims, layout = 'nchw' } = input;
  // A graph that does not say how many axes its input has is described all the same.
  const [channels = 1] = dims;
  const guess = guessBeside(given, input.guess);
  const preset = presets[given.preset ?? guess.preset];
  const stated: Recipe = given.preset ? { ...preset, ...given } : given;
  return {
    color: channels === 1 ? 'gray' : (stated.color ?? guess.color ?? preset.color ?? 'rgb'),
    layout,
    size: dims.length >= 3 ? [dims[dims.length - 2], dims[dims.length - 1]] : [dims[1] ?? 1, 1],
    fit: stated.fit ?? guess.fit ?? preset.fit ?? 'fill',
    pad: stated.pad ?? guess.pad ?? 0,
    kernel: stated.kernel ?? preset.kernel ?? 'linear',
    resizeShorter: stated.resizeShorter ?? null,
    range: stated.range ?? preset.range ?? [0, 1],
    black: stated.black ?? null,
    white: stated.white ?? null,
    composite: stated.composite ?? null,
    mean: perChannel('mean', given, preset, channels, 0),
    std: perChannel('std', given, preset, channels, 1),
    labels,
    output: stated.output ?? null,
    outputKind: stated.outputKind ?? 'logits',
    layers: stated.layers ?? {},
    guessed: guessesFor(stated, { ...input, guess }),
  };
}

/** The guess as far as it fits what is stated: a mean tells the range, and another range has another mean. */
function guessBeside({ range, mean, std }: Recipe, guess: InputGuess = NOTHING_KNOWN): InputGuess {
  const stated = mean ?? std;
  if (!range && stated) {
    const white = Math.max(...stated) > 1 ? 255 : 1;
    return {
      ...guess,
      preset: white === 1 ? 'unit' : 'raw',
      reason: `the numbers that are told fit a white of ${white}`,
    };
  }
  const fits = !range || presets[guess.preset].range?.join() === range.join();
  return fits ? guess : { ...guess, preset: 'unit', reason: 'only the range is told' };
}

/** One number per channel: those given, one for all of them, or a preset's, whose average is that of grey. */
function perChannel(
  field: 'mean' | 'std',
  given: Recipe,
  preset: Recipe,
  channels: number,
  otherwise: number,
): readonly number[] {
  const own = given[field];
  const all = (value: number): number[] => new Array<number>(channels).fill(value);
  if (own?.length === channels) return own;
  if (own && own.length !== 1)
    throw new LensError({
      code: 'invalid-argument',
      what: `"${field}" has ${own.length} numbers, but the model takes ${channels} ${channels === 1 ? 'channel' : 'channels'}`,
      next: `Give ${channels === 1 ? 'one number' : `${channels} numbers, or one for all`} in the sidecar`,
    });
  if (own) return all(own[0]);
  const usual = preset[field] ?? [];
  if (usual.length === channels) return usual;
  if (channels !== 1 || usual.length === 0) return all(otherwise);
  return all(usual.reduce((a, b) => a + b, 0) / usual.length);
}

/** The fields that nobody stated and that matter for images; arrays are taken as they are. */
function guessesFor(
  stated: Recipe,
  { dims, layoutReason, guess }: RecipeInput & { readonly guess: InputGuess },
): Guess[] {
  if (dims.length < 3) return [];
  const reasons: Partial<Record<keyof Recipe, string>> = {
    ...(dims[0] === 3 && { color: guess.colorReason ?? COLOR }),
    layout: layoutReason,
    range: guess.reason,
    mean: guess.reason,
    std: guess.reason,
    fit: guess.fitReason ?? FIT,
    ...(guess.pad && leavesBars(stated.fit ?? guess.fit) && { pad: guess.fitReason }),
  };
  return (Object.keys(reasons) as (keyof Recipe)[]).flatMap((field) => {
    const reason = reasons[field];
    return reason !== undefined && stated[field] === undefined ? [{ field, reason }] : [];
  });
}

/** The preprocessed value of black and of white in each channel. */
export function levelsOf(recipe: CompleteRecipe): { black: number[]; white: number[] } {
  const at = (value: number): number[] => recipe.mean.map((mean, c) => (value - mean) / recipe.std[c]);
  return { black: at(recipe.range[0]), white: at(recipe.range[1]) };
}

/** How far white lies from black in each channel. */
export function inputRange(recipe: CompleteRecipe): number[] {
  const { black, white } = levelsOf(recipe);
  return white.map((value, c) => Math.abs(value - black[c]));
}
