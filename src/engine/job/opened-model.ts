import { createHash } from 'node:crypto';
import type { DeviceChoice } from '../../protocol/model';
import type { CompleteRecipe, Recipe } from '../../protocol/recipe';
import { formatOf } from '../format';
import { CHANNELS_LAST, LAYOUT } from '../format/canvas/layout';
import { readWhole } from '../format/onnx/external';
import { camLayer, type CamLayer } from '../graph/cam-layer';
import { logitsOf, type Logits } from '../graph/logits';
import type { Model } from '../graph/model';
import { opened, prepared } from '../graph/opening';
import { completeRecipe, type InputFacts } from '../image/recipe';
import { readLabels, readSidecar } from '../image/sidecar';
import { agreesInBatches } from '../session/batching';
import { decidedDevice, type DeviceDecision } from '../session/device';
import { evaluate } from '../session/evaluation';
import { Network } from '../session/network';
import { imageInput, networkGraph } from '../session/network-graph';

/** What a model file holds, before anything native has run. */
export interface ModelFile {
  readonly path: string;
  readonly formatId: string;
  readonly raw: Model;
  readonly fileBytes: number;
  /** SHA-256 over the file and its external weights. */
  readonly hash: string;
}

/** A model ready to be explained. */
export interface OpenedModel {
  readonly file: ModelFile;
  readonly network: Network;
  readonly logits: Logits;
  readonly camLayer: CamLayer | null;
  readonly recipe: CompleteRecipe;
  readonly device: DeviceDecision;
  readonly warnings: readonly string[];
}

/** Reads a model file of any format. @throws LensError */
export async function readModelFile(path: string): Promise<ModelFile> {
  const bytes = readWhole(path);
  const format = formatOf(path, bytes);
  const { model, sources } = await format.read(path, bytes);
  const hash = createHash('sha256');
  for (const source of sources) hash.update(source);
  return { path, formatId: format.id, raw: model, fileBytes: sources.reduce((sum, s) => sum + s.length, 0), hash: hash.digest('hex') };
}

/** The recipe of a model: its sidecar (or one that is not saved yet), completed by guesses from the graph. */
export function recipeOf(file: ModelFile, model: Model, given?: Recipe): CompleteRecipe {
  const recipe = given ?? readSidecar(file.path);
  return completeRecipe(recipe, readLabels(recipe, file.path), inputFacts(model, recipe));
}

/** Operators by which a graph scales its own input; Keras' Rescaling is a factor. */
const SCALING = ['Sub', 'Div', 'BatchNormalization'];
const IMPORTED_SCALING = [...SCALING, 'Mul'];

function inputFacts(model: Model, recipe: Recipe): InputFacts {
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
  return recipe.layout ?? (stored.length === 3 && [1, 3].includes(stored[2]) && ![1, 3].includes(stored[0]) ? 'nhwc' : 'nchw');
}

/** An imported model begins with the change of layout. */
function scalesItself(model: Model, input: string): boolean {
  const reader = (tensor: string) => model.graph.nodes.find((node) => node.inputs.includes(tensor));
  const first = reader(input);
  if (!model.metadata.has(LAYOUT)) return first !== undefined && SCALING.includes(first.op);
  const op = first?.op === 'Transpose' ? reader(first.outputs[0])?.op : first?.op;
  return op !== undefined && IMPORTED_SCALING.includes(op);
}

/** Opens a model for running: constants folded, the batch freed, the device decided. */
export async function openModel(file: ModelFile, options: { device: DeviceChoice; threads: number; recipe?: Recipe }): Promise<OpenedModel> {
  const { model, batched, changes, reason } = await opened(file.raw, evaluate);
  const recipe = recipeOf(file, model, options.recipe);
  const logits = logitsOf(model, recipe.output ?? undefined);
  const layer = camLayer(model, logits.tensor);
  const graph = networkGraph(model, {
    logits: logits.tensor,
    camLayer: layer?.tensor ?? null,
    layout: recipe.layout,
    outputKind: logits.activation === 'none' ? recipe.outputKind : 'logits',
    inputDims: inputFacts(model, { layout: recipe.layout, size: recipe.size }).dims,
    batched,
  });
  const device = await decidedDevice(graph, options.device, options.threads);
  const runtime = { device: device.device, threads: options.threads };
  const network = new Network(graph, runtime);
  const common = { file, logits, camLayer: layer, recipe, device };
  if (!batched) return { ...common, network, warnings: [`Images are run one by one: ${reason}.`] };
  // What was inferred about a fixed batch is proved by running it.
  if (changes.length === 0 || (await agreesInBatches(network))) return { ...common, network, warnings: [] };
  await network.close();
  return { ...common, network: new Network({ ...graph, batched: false }, runtime), warnings: ['Images are run one by one: the model gives other results for two images at once.'] };
}

/** The structure of a model without running anything: for untrusted workspaces. */
export function structureOf(file: ModelFile): Model {
  return prepared(file.raw);
}
