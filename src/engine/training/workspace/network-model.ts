import { LensError } from '../../../protocol/error';
import type { CompleteRecipe, Recipe } from '../../../protocol/recipe';
import { folded } from '../../graph/folding';
import type { Model } from '../../graph/model';
import { prepareWithoutRunning } from '../../graph/preparation';
import { withOutputs } from '../../graph/rewriting';
import { withShapes } from '../../graph/shapes';
import { inSinglePrecision } from '../../graph/single-precision';
import { upgraded } from '../../graph/upgrade';
import { floatsOf, weightOf } from '../../graph/weight';
import { readSidecar } from '../../image/sidecar';
import { readModelFile, type ModelFile } from '../../model/model-file';
import { modelOutline, type ModelOutline } from '../../model/model-outline';
import { networkGraph } from '../../model/network-graph';
import { givenInputs, withGivenInputs } from '../../model/stated-inputs';
import { evaluate } from '../../session/evaluation';
import { atRest, dropping } from '../dropout';

/** A model file as a network that can be trained. */
export interface NetworkModel {
  readonly file: ModelFile;
  /** In the operator set that all later code knows, in single precision, with what drops while it learns. */
  readonly model: Model;
  readonly outline: ModelOutline;
}

/**
 * Reads a model to train. @param size of its images where the graph leaves it open
 * @param learns whether its own weights learn; those that are stored as whole numbers are then brought to what they mean
 * @throws LensError for models of other tasks than classes, and those that run in another program
 */
export async function readNetworkModel(
  path: string,
  { size, learns }: { readonly size?: readonly [number, number]; readonly learns: boolean },
): Promise<NetworkModel> {
  const file = await readModelFile(path);
  if (file.external) throw refused(file, `runs in ${file.formatId} as a whole, which does not tell its weights`);
  const given = readSidecar(path);
  const outline = outlineAt(file, given, size);
  const { task, logits } = outline;
  if (task.id === 'detection' || logits.kind === 'dense')
    throw refused(file, `is a model of ${task.id}, and networks learn the classes of whole inputs here`);
  const whole = inSinglePrecision(widened(atRest(upgraded(dropping(file.raw)))));
  const beside = givenInputs(file, whole, given);
  if (beside.some(({ constant }) => constant === null))
    throw refused(file, 'takes beside the image what differs from image to image, which no training gives it');
  const model = withGivenInputs(whole, beside);
  return { file, outline, model: learns && hasWholeNumbers(model) ? await folded(model, evaluate) : model };
}

function outlineAt(file: ModelFile, given: Recipe, size?: readonly [number, number]): ModelOutline {
  const outline = modelOutline(file);
  if (outline.input.dims.slice(1).every((n) => n > 0)) return outline;
  if (size) return modelOutline(file, { ...given, size });
  throw new LensError({
    code: 'wrong-shape',
    what: 'the model leaves the size of its inputs open',
    where: file.path,
    next: 'Say to which size images are brought (--size), or give it in the sidecar ("size": [height, width])',
  });
}

const hasWholeNumbers = ({ graph }: Model): boolean =>
  [...graph.weights.values()].some(({ type }) => type === 'int8' || type === 'uint8');

/** Weights are stored as they learn: in single precision. */
function widened(model: Model): Model {
  const weights = new Map(model.graph.weights);
  for (const [name, weight] of weights)
    if (['float16', 'bfloat16', 'float64'].includes(weight.type)) weights.set(name, weightOf(floatsOf(weight)));
  return { ...model, graph: { ...model.graph, weights } };
}

const refused = ({ path }: ModelFile, what: string): LensError =>
  new LensError({
    code: 'unsupported-model',
    what: `the model ${what}`,
    where: path,
    next: 'Choose an ONNX or Keras model that tells classes, or a network of the list',
  });

/** The model up to a tensor, with the shapes that the sizes of its inputs give. */
export function shapedTo({ model, outline: { input } }: NetworkModel, tensor: string): Model {
  const ready = prepareWithoutRunning(withOutputs(withShapes(model), [tensor]));
  return networkGraph(ready, { logits: tensor, inputDims: input.dims, layout: input.layout }).model;
}

/** The recipe by which images are read for it; null where it takes arrays. */
export const imagesOf = ({ outline: { input } }: NetworkModel): CompleteRecipe | null =>
  input.dims.length === 3 ? input.recipe : null;
