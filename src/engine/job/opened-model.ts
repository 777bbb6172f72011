import { createHash } from 'node:crypto';
import type { DeviceChoice } from '../../protocol/model';
import type { CompleteRecipe, Recipe } from '../../protocol/recipe';
import { formatOf } from '../format';
import type { ReadModel } from '../format/format';
import { CHANNELS_LAST, LAYOUT, WARNINGS } from '../format/canvas/layout';
import { readWhole } from '../format/onnx/external';
import { camLayer, type CamLayer } from '../graph/cam-layer';
import { logitsOf, type Logits } from '../graph/logits';
import type { Model } from '../graph/model';
import { opened, prepared, type Opened } from '../graph/opening';
import { completeRecipe, type InputFacts } from '../image/recipe';
import { readLabels, readSidecar } from '../image/sidecar';
import { agreesInBatches } from '../session/batching';
import { decidedDevice, type DeviceDecision } from '../session/device';
import { evaluate } from '../session/evaluation';
import { Network, type NetworkGraph } from '../session/network';
import { imageInput, networkGraph } from '../session/network-graph';
import type { RuntimeOptions } from '../session/runtime';
import { importCheck } from './import-check';

/** What a model file holds, before anything native has run. */
export interface ModelFile {
  readonly path: string;
  readonly formatId: string;
  readonly raw: Model;
  readonly fileBytes: number;
  /** SHA-256 over the file and its external weights. */
  readonly hash: string;
  /** Of imported models: what TensorFlow.js needs to run the same one. */
  readonly original?: ReadModel['original'];
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
  const { model, sources, original } = await format.read(path, bytes);
  const hash = createHash('sha256');
  for (const source of sources) hash.update(source);
  return { path, formatId: format.id, raw: model, fileBytes: sources.reduce((sum, s) => sum + s.length, 0), hash: hash.digest('hex'), original };
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

/** Opens a model for running: constants folded, the batch freed, the device decided; an imported one is compared with TensorFlow.js. */
export async function openModel(file: ModelFile, options: { device: DeviceChoice; threads: number; recipe?: Recipe }): Promise<OpenedModel> {
  const freed = await opened(file.raw, evaluate);
  const { model, batched } = freed;
  const recipe = recipeOf(file, model, options.recipe);
  const logits = logitsOf(model, recipe.output ?? undefined);
  const layer = camLayer(model, logits.tensor);
  const { dims, layout } = inputFacts(model, { layout: recipe.layout, size: recipe.size });
  const outputKind = logits.activation === 'none' ? recipe.outputKind : 'logits';
  const graph = networkGraph(model, { logits: logits.tensor, camLayer: layer?.tensor ?? null, layout, outputKind, inputDims: dims, batched });
  const device = await decidedDevice(graph, options.device, options.threads);
  const { network, warnings } = await provedNetwork(graph, freed, { device: device.device, threads: options.threads });
  const check = await importCheck(file, network);
  const found = check && check.state !== 'agrees' ? [check.text] : [];
  return { file, logits, camLayer: layer, recipe, device, network, warnings: [...warnings, ...importWarnings(model), ...found] };
}

/** The network; what was inferred about a fixed batch is proved by running it. */
async function provedNetwork(graph: NetworkGraph, { batched, changes, reason }: Opened, runtime: RuntimeOptions): Promise<Pick<OpenedModel, 'network' | 'warnings'>> {
  const network = new Network(graph, runtime);
  if (!batched) return { network, warnings: [`Images are run one by one: ${reason}.`] };
  if (changes.length === 0 || (await agreesInBatches(network))) return { network, warnings: [] };
  await network.close();
  return { network: new Network({ ...graph, batched: false }, runtime), warnings: ['Images are run one by one: the model gives other results for two images at once.'] };
}

/** What was cut off when the model was imported. */
export const importWarnings = (model: Model): string[] => model.metadata.get(WARNINGS)?.split('\n') ?? [];

/** The structure of a model without running anything: for untrusted workspaces. */
export function structureOf(file: ModelFile): Model {
  return prepared(file.raw);
}
