import type { CompleteRecipe } from '../../protocol/recipe';
import type { Model } from '../graph/model';
import type { NetworkGraph } from '../session/graph';
import type { ChannelOrder } from '../tensor/channel-order';
import { takenInput } from '../task/target/input-values';
import { inputLayout } from './input-layout';
import { takenDims, type ModelInput } from './model-input';
import type { ModelOutline } from './model-outline';
import type { GivenInput } from './stated-inputs';

/** An input beside the image, as an image, a signal or a vector. */
export interface InputBeside extends GivenInput {
  /** Channels first; a vector is a signal of one channel. Empty for a single number. */
  readonly dims: readonly number[];
  /** As the graph takes it, without the batch axis. */
  readonly ownDims: readonly number[];
  readonly order: ChannelOrder;
  /** How a file beside the image is read. */
  readonly recipe: CompleteRecipe;
  /** Whether what it tells the network can be shown: its numbers are real ones, and not one for all. */
  readonly explained: boolean;
}

/** The inputs of a model beside its image. */
export interface InputsBeside {
  /** The image where it is given: the graph's input for it, and its axes. */
  readonly image: { readonly taken: string; readonly order: ChannelOrder; readonly dims: readonly number[] };
  readonly inputs: readonly InputBeside[];
  /** The graph in which one of them is explained, and the image is given. */
  graphFor(name: string): NetworkGraph;
}

/** What is known of the inputs beside the image. @param prepared the model with all of its inputs */
export function inputsBeside(prepared: Model, outline: ModelOutline): Omit<InputsBeside, 'graphFor'> {
  const { given, input } = outline;
  const { value, layout: order } = input;
  const inputs = given.map((one) => besideOf(prepared, one, input));
  return { image: { taken: takenInput(value.name), order, dims: takenDims(input) }, inputs };
}

function besideOf(prepared: Model, one: GivenInput, { recipe, dims: [channels] }: ModelInput): InputBeside {
  const { order, dims } = inputLayout(prepared, one.value, {});
  const explained = one.value.type === 'float32' && (dims.length === 2 || dims.length === 3);
  return {
    ...one,
    dims,
    ownDims: one.dims,
    order,
    recipe: recipeFor(dims, order, recipe, channels),
    explained: explained && typeof one.stated !== 'number',
  };
}

/** An image of as many channels is made as the main one is; any other has values from 0 to 1. */
function recipeFor(
  dims: readonly number[],
  layout: ChannelOrder,
  image: CompleteRecipe,
  channels: number,
): CompleteRecipe {
  if (dims.length !== 3) return image;
  const own = { ...image, layout, size: [dims[1], dims[2]] as const, composite: null };
  if (dims[0] === channels) return own;
  const all = (value: number): number[] => new Array<number>(dims[0]).fill(value);
  return {
    ...own,
    color: dims[0] === 1 ? 'gray' : 'rgb',
    range: [0, 1],
    mean: all(0),
    std: all(1),
    resizeShorter: null,
  };
}
