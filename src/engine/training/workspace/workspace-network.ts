import { basename } from 'node:path';
import { LensError } from '../../../protocol/error';
import type { CompleteRecipe, Recipe } from '../../../protocol/recipe';
import type { Model, Weight } from '../../graph/model';
import { withOutputs } from '../../graph/rewriting';
import { withShapes } from '../../graph/shapes';
import type { ValuesOf } from '../../parameter/schema';
import { sidecarOf } from '../data/image-recipe';
import type { FreshNetwork, NetworkFacts } from '../networks/network';
import { freshWeights } from './fresh-weights';
import { lastFeatures } from './last-features';
import { learnedWeights } from './learned-weights';
import type { params } from './modes';
import { withNewHead } from './new-head';
import { imagesOf, readNetworkModel, shapedTo, type NetworkModel } from './network-model';

/** A model of the workspace as a network to train. */
export interface WorkspaceNetwork {
  /** Of the file, and of the recipe beside it. */
  readonly hash: string;
  readonly of: 'images' | 'signals';
  /** How its images are made; null where it takes arrays. */
  readonly images: CompleteRecipe | null;
  build(facts: NetworkFacts): FreshNetwork;
}

/** @param size of images, where the model leaves it open @throws LensError */
export async function workspaceNetwork(
  path: string,
  { mode }: ValuesOf<typeof params>,
  size?: readonly [number, number],
): Promise<WorkspaceNetwork> {
  const read = await readNetworkModel(path, { size, learns: mode !== 'head' });
  const images = imagesOf(read);
  return {
    hash: `${read.file.hash} ${JSON.stringify(images)}`,
    of: read.outline.input.dims.length === 3 ? 'images' : 'signals',
    images,
    build: (facts) => {
      checkDims(read, facts);
      return mode === 'head' ? onlyHead(read, facts) : whole(read, facts, mode === 'fresh');
    },
  };
}

function checkDims({ outline, file }: NetworkModel, { inputDims }: NetworkFacts): void {
  const { dims } = outline.input;
  if (dims.join() === inputDims.join()) return;
  throw new LensError({
    code: 'wrong-shape',
    what: `the model takes inputs of [${dims.join(', ')}], and those of the folder are [${inputDims.join(', ')}]`,
    where: basename(file.path),
    next: 'Choose a folder of inputs of this shape, or another model',
  });
}

/** How its images are made, as a sidecar says it. */
function statedRecipe(read: NetworkModel): Recipe {
  const images = imagesOf(read);
  return images ? sidecarOf(images) : {};
}

/** The rest stays as it is, so that a layer that cannot learn is no obstacle. */
function onlyHead(read: NetworkModel, facts: NetworkFacts): FreshNetwork {
  const { layout } = read.outline.input;
  return { ...headed(read, read.model, facts), layout, recipe: statedRecipe(read) };
}

function headed(read: NetworkModel, model: Model, facts: NetworkFacts): ReturnType<typeof withNewHead> {
  const { outline } = read;
  const features = lastFeatures(outline.model, outline.logits.tensor);
  const shape = shapedTo(read, features.tensor).graph.values.get(features.tensor)?.shape ?? [];
  return withNewHead(model, features, shape.slice(1).map(Number), facts);
}

/** Every weight learns; the last layer stays where it tells the very classes of the folder. */
function whole(read: NetworkModel, facts: NetworkFacts, isFresh: boolean): FreshNetwork {
  const { outline } = read;
  const end = isOwn(read, facts) ? outline.logits.tensor : lastFeatures(outline.model, outline.logits.tensor).tensor;
  // Not prepared: that would compute weights from those that are stored.
  const shaped = withShapes(withOutputs(read.model, [end]));
  const learned = learnedWeights(shaped);
  checkStored(read, shaped, learned.length > 0 || !isOwn(read, facts));
  const model = isFresh ? withFresh(read.model, freshWeights(shaped, learned, facts.seed)) : read.model;
  const { layout } = outline.input;
  const parameters = learned.map(({ name }) => name);
  const recipe = statedRecipe(read);
  if (isOwn(read, facts)) {
    const { tensor: output, holds } = outline.logits;
    return { model, parameters, output, holds, layout, recipe: { ...recipe, output, outputKind: holds } };
  }
  const { features: _, ...network } = headed(read, model, facts);
  return { ...network, parameters: [...parameters, ...network.parameters], layout, recipe };
}

function isOwn({ outline: { task, logits, input } }: NetworkModel, { classes, labels = [] }: NetworkFacts): boolean {
  const names = input.recipe.labels;
  const known = names.length === 0 || names.join('\n') === labels.join('\n');
  return task.id === 'classification' && logits.link === 'softmax' && logits.classes === classes && known;
}

/** Arithmetic on whole numbers, whatever it is called. */
const QUANTISED = /quantize|^QLinear|Integer$/i;

function checkStored({ file }: NetworkModel, shaped: Model, learns: boolean): void {
  const { nodes } = shaped.graph;
  const quantised = nodes.find(({ op }) => QUANTISED.test(op));
  if (!quantised && learns) return;
  throw new LensError({
    code: 'unsupported-model',
    what: quantised
      ? `the model is quantised (${quantised.op}), and whole numbers cannot learn`
      : 'the model has no weights that could learn',
    where: basename(file.path),
    next: 'Train only a new head (mode=head), or the model in floating-point numbers',
  });
}

const withFresh = (model: Model, fresh: ReadonlyMap<string, Weight>): Model => ({
  ...model,
  graph: { ...model.graph, weights: new Map([...model.graph.weights, ...fresh]) },
});
