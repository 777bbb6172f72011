import type { CompleteRecipe, PresetId, Recipe } from '../../protocol/recipe';

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

/** What the graph says about its input. */
export interface InputFacts {
  /** Channels, height, width; or channels, length of a signal. */
  readonly dims: readonly number[];
  readonly layout: 'nchw' | 'nhwc';
  /** The graph begins by scaling its input: it wants raw pixel values. */
  readonly scalesItself: boolean;
}

/** torchvision's classifiers are the commonest models of this size and above. */
const IMAGENET_SIZE = 160;

/** Which preset most probably made the input, where no sidecar says. */
export function guessedPreset(facts: InputFacts): PresetId {
  if (facts.scalesItself) return 'raw';
  const [channels, height = 0] = facts.dims;
  return channels === 3 && height >= IMAGENET_SIZE ? 'imagenet' : 'unit';
}

/**
 * A recipe with nothing left open: the sidecar's fields, then its preset's, then guesses from the graph.
 * The fields that had to be guessed are listed.
 */
export function completeRecipe(given: Recipe, labels: readonly string[], facts: InputFacts): CompleteRecipe {
  const channels = facts.dims[0];
  const preset = presets[given.preset ?? guessedPreset(facts)];
  const stated: Recipe = given.preset ? { ...preset, ...given } : given;
  const color = stated.color ?? (channels === 1 ? 'gray' : (preset.color ?? 'rgb'));
  const perChannel = (values: readonly number[] | undefined, otherwise: number): readonly number[] =>
    values && values.length === channels
      ? values
      : new Array<number>(channels).fill(values?.length === 1 ? values[0] : otherwise);
  const fields = ['color', 'range', 'mean', 'std', 'fit'] as const;
  return {
    color,
    layout: stated.layout ?? facts.layout,
    size: [facts.dims[1] ?? 1, facts.dims[2] ?? 1],
    fit: stated.fit ?? preset.fit ?? 'fill',
    kernel: stated.kernel ?? preset.kernel ?? 'linear',
    resizeShorter: stated.resizeShorter ?? null,
    range: stated.range ?? preset.range ?? [0, 1],
    mean: perChannel(stated.mean ?? preset.mean, 0),
    std: perChannel(stated.std ?? preset.std, 1),
    labels,
    output: stated.output ?? null,
    outputKind: stated.outputKind ?? 'logits',
    layers: stated.layers ?? {},
    guessed: fields.filter((field) => stated[field] === undefined),
  };
}

/** The preprocessed value of black and of white in each channel. */
export function levelsOf(recipe: CompleteRecipe): { black: number[]; white: number[] } {
  const at = (value: number): number[] => recipe.mean.map((mean, c) => (value - mean) / recipe.std[c]);
  return { black: at(recipe.range[0]), white: at(recipe.range[1]) };
}
