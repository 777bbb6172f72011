import { LensError } from '../../protocol/error';
import type { CompleteRecipe, Recipe } from '../../protocol/recipe';
import { importNotes } from '../format/import-notes';
import { hasExternal } from '../graph/external';
import type { Dimension, Model, Value } from '../graph/model';
import { completeRecipe } from '../image/recipe';
import type { ClassNames } from '../label/class-names';
import { isTaken } from '../task/target/input-values';
import { sizeOf } from '../tensor/tensor';
import type { ChannelOrder } from '../tensor/channel-order';
import type { UsualInput } from '../task/detection/layout';
import { withFacts, type Facts } from './facts';
import { inputLayout, statedShape } from './input-layout';
import { MOST_CHANNELS } from './pixel-tensor';
import { guessedPreprocessing } from './preprocessing';

/** The image a model takes and how one is made: found once, when a model is opened or described, and carried on. */
export interface ModelInput {
  /** The graph's own input. */
  readonly value: Value;
  /** Order of the axes the graph itself takes; networks always take channels first. */
  readonly layout: ChannelOrder;
  /** Shape of one image, channels first: [C, H, W], or [C, L] of a signal; 0 where the graph leaves it open. */
  readonly dims: readonly number[];
  /** What the sidecar says, and guesses from the graph where it says nothing. */
  readonly recipe: CompleteRecipe;
  /** How the sidecar and its labels were understood, where a person should know. */
  readonly notes: readonly string[];
}

/**
 * The input of a prepared model.
 * @param given what the sidecar says
 * @param names those of the classes, read from where it says
 * @param beside what else is known: how images are made for what the model is for, and what tools left beside it
 */
export function modelInput(
  model: Model,
  given: Recipe,
  { names, aliases, notes }: ClassNames,
  { usual, facts = [] }: { readonly usual?: UsualInput; readonly facts?: readonly Facts[] } = {},
): ModelInput {
  const value = imageInput(model);
  const open = withFacts(given, facts).recipe;
  const { order: layout, dims, readers, guessedFrom } = inputLayout(model, value, open);
  if (dims[0] > MOST_CHANNELS)
    throw new LensError({
      code: 'unsupported-model',
      what: `its input ${value.name} has ${dims[0]} channels, more than the ${MOST_CHANNELS} that are read`,
      next: 'Give the layout in the sidecar (<model>.lens.json) if they are no channels',
    });
  const guess = guessedPreprocessing({ type: value.type, dims, readers, usual });
  const { recipe: known, told } = withFacts(given, facts, dims[0]);
  const recipe = completeRecipe(known, names, { dims, layout, layoutReason: guessedFrom, guess });
  return {
    value,
    layout,
    dims,
    recipe: { ...recipe, guessed: [...recipe.guessed, ...told], aliases },
    notes: [...notes, ...sizeNote(statedShape(value, layout), dims)],
  };
}

/** That another size than the graph's own is used, as the recipe wants it. */
function sizeNote([, ...stated]: readonly Dimension[], [, ...used]: readonly number[]): string[] {
  const differs = stated.length === used.length && stated.some((d, axis) => typeof d === 'number' && d !== used[axis]);
  return differs
    ? [
        `The model states ${stated.join(' × ')} for its images; they are ${used.join(' × ')}, as "size" in the sidecar says.`,
      ]
    : [];
}

/**
 * The order of the axes of scores at positions: what was imported has channels first inside, whatever it takes.
 * @param layout of the input
 */
export const scoreOrder = (model: Model, layout: ChannelOrder): ChannelOrder =>
  hasExternal(model) || !importNotes(model) ? layout : 'nchw';

/** The image as the graph itself takes it, without the batch axis. */
export function takenDims({
  value: { shape },
  layout,
  dims,
}: Pick<ModelInput, 'value' | 'layout' | 'dims'>): readonly number[] {
  const own = layout === 'nhwc' ? [...dims.slice(1), dims[0]] : dims;
  const axes = (shape?.length ?? own.length + 1) - 1;
  return axes === 1 ? [sizeOf(dims)] : own.slice(-axes);
}

/** Numbers of each row of a table. */
const isFlat = ({ shape }: Value): boolean => shape !== null && shape.length <= 2;

/** The one input that carries the image. @throws LensError `unsupported-model` */
export function imageInput({ graph }: Model): Value {
  const inputs = graph.inputs.filter((input) => !isTaken(input));
  if (inputs.length === 1) return inputs[0];
  if (inputs.length > 1 && inputs.every(isFlat))
    throw new LensError({
      code: 'unsupported-model',
      what: `the model takes ${inputs.length} columns of a table (${inputs.map((v) => v.name).join(', ')}), and no image`,
      next: 'Open a model that takes an image, a signal or a volume',
    });
  throw new LensError({
    code: 'unsupported-model',
    what:
      inputs.length === 0
        ? 'the model has no input'
        : `the model has ${inputs.length} inputs (${inputs.map((v) => v.name).join(', ')})`,
    next:
      inputs.length === 0
        ? 'Export it with the image as its input'
        : 'Say in the sidecar what those beside the image are ({"inputs": {"name": 0}})',
  });
}
