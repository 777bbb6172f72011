import { LensError } from '../../protocol/error';
import type { CompleteRecipe, Recipe } from '../../protocol/recipe';
import { importNotes } from '../format/import-notes';
import { hasExternal } from '../graph/external';
import type { Dimension, Model, Value } from '../graph/model';
import { completeRecipe } from '../image/recipe';
import type { ClassNames } from '../label/class-names';
import { inOrder, toChannelsFirst, type ChannelOrder } from '../tensor/channel-order';

/** The image a model takes and how one is made: found once, when a model is opened or described, and carried on. */
export interface ModelInput {
  /** The graph's own input. */
  readonly value: Value;
  /** Order of the axes the graph itself takes; networks always take channels first. */
  readonly layout: ChannelOrder;
  /** The same of scores at positions: what was imported has channels first inside, whatever it takes. */
  readonly scoreLayout: ChannelOrder;
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
 */
export function modelInput(model: Model, given: Recipe, { names, aliases, notes }: ClassNames): ModelInput {
  const value = imageInput(model);
  const layout = inputLayout(model, value, given);
  const dims = shapeOfImage(value, layout).map((d) => (typeof d === 'number' ? d : 0));
  if (given.size && dims.length === 3) dims.splice(1, 2, ...given.size);
  const scoreLayout = hasExternal(model) || !importNotes(model) ? layout : 'nchw';
  const facts = { dims, layout, scalesItself: scalesItself(model, value.name) };
  return { value, layout, scoreLayout, dims, recipe: { ...completeRecipe(given, names, facts), aliases }, notes };
}

/** The one input that carries the image. @throws LensError `unsupported-model` */
export function imageInput({ graph: { inputs } }: Model): Value {
  if (inputs.length === 1) return inputs[0];
  throw new LensError({
    code: 'unsupported-model',
    what:
      inputs.length === 0
        ? 'the model has no input'
        : `the model has ${inputs.length} inputs (${inputs.map((v) => v.name).join(', ')})`,
    next: 'Export it with the image as its only input',
  });
}

/** Shape of one image, channels first, as far as the graph states it. */
export function shapeOfImage({ shape }: Value, layout: ChannelOrder): Dimension[] {
  if (!shape) return [];
  return (layout === 'nhwc' && shape.length === 4 ? inOrder(shape, toChannelsFirst(4)) : shape).slice(1);
}

/** An imported model says what its layout is; of others the sidecar does, or the place of the few channels. */
function inputLayout(model: Model, { shape }: Value, given: Recipe): ChannelOrder {
  const notes = importNotes(model);
  if (notes) return shape?.length === 4 ? notes.layout : 'nchw';
  if (given.layout) return given.layout;
  const few = (d: Dimension | undefined): boolean => d === 1 || d === 3;
  return shape?.length === 4 && few(shape[3]) && !few(shape[1]) ? 'nhwc' : 'nchw';
}

/** Operators by which a graph scales its own input; Keras' Rescaling is a factor. */
const SCALING = ['Sub', 'Div', 'BatchNormalization'];
const IMPORTED_SCALING = [...SCALING, 'Mul'];

/** An imported model begins with the change of layout. */
function scalesItself(model: Model, input: string): boolean {
  const reader = (tensor: string) => model.graph.nodes.find((node) => node.inputs.includes(tensor));
  const first = reader(input);
  if (!importNotes(model)) return first !== undefined && SCALING.includes(first.op);
  const op = first?.op === 'Transpose' ? reader(first.outputs[0])?.op : first?.op;
  return op !== undefined && IMPORTED_SCALING.includes(op);
}
