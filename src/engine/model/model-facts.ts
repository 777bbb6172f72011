import type { CompleteRecipe, Recipe } from '../../protocol/recipe';
import { CHANNELS_LAST, LAYOUT, WARNINGS } from '../format/builder/layout';
import type { Model } from '../graph/model';
import { prepared } from '../graph/opening';
import { completeRecipe, type InputFacts } from '../image/recipe';
import { readLabels, readSidecar } from '../image/sidecar';
import { imageInput } from './network-graph';
import type { ModelFile } from './opened-model';

/** The recipe of a model: its sidecar (or one that is not saved yet), completed by guesses from the graph. */
export function recipeOf(file: ModelFile, model: Model, given?: Recipe): CompleteRecipe {
  const recipe = given ?? readSidecar(file.path);
  return completeRecipe(recipe, readLabels(recipe, file.path), inputFacts(model, recipe));
}

/** Operators by which a graph scales its own input; Keras' Rescaling is a factor. */
const SCALING = ['Sub', 'Div', 'BatchNormalization'];
const IMPORTED_SCALING = [...SCALING, 'Mul'];

/** Shape and layout of the image a graph takes. */
export function inputFacts(model: Model, recipe: Recipe): InputFacts {
  const value = imageInput(model);
  const stored = (value.shape ?? []).slice(1).map((d) => (typeof d === 'number' ? d : 0));
  const layout = inputLayout(model, stored, recipe);
  const dims = layout === 'nhwc' && stored.length === 3 ? [stored[2], stored[0], stored[1]] : stored;
  if (recipe.size && dims.length === 3) dims.splice(1, 2, ...recipe.size);
  return { dims, layout, scalesItself: scalesItself(model, value.name) };
}

/** An imported model says what its layout is; of others the sidecar does, or the place of the few channels. */
function inputLayout(model: Model, stored: readonly number[], recipe: Recipe): 'nchw' | 'nhwc' {
  const own = model.metadata.get(LAYOUT);
  if (own !== undefined) return own === CHANNELS_LAST && stored.length === 3 ? 'nhwc' : 'nchw';
  return (
    recipe.layout ??
    (stored.length === 3 && [1, 3].includes(stored[2]) && ![1, 3].includes(stored[0]) ? 'nhwc' : 'nchw')
  );
}

/** An imported model begins with the change of layout. */
function scalesItself(model: Model, input: string): boolean {
  const reader = (tensor: string) => model.graph.nodes.find((node) => node.inputs.includes(tensor));
  const first = reader(input);
  if (!model.metadata.has(LAYOUT)) return first !== undefined && SCALING.includes(first.op);
  const op = first?.op === 'Transpose' ? reader(first.outputs[0])?.op : first?.op;
  return op !== undefined && IMPORTED_SCALING.includes(op);
}

/** What was cut off when the model was imported. */
export const importWarnings = (model: Model): string[] => model.metadata.get(WARNINGS)?.split('\n') ?? [];

/** The structure of a model without running anything: for untrusted workspaces. */
export function structureOf(file: ModelFile): Model {
  return prepared(file.raw);
}
