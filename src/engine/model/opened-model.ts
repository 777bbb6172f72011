import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { LensError } from '../../protocol/error';
import type { DeviceChoice } from '../../protocol/model';
import type { CompleteRecipe, Recipe } from '../../protocol/recipe';
import { formatOf } from '../format';
import type { Format, ReadModel } from '../format/format';
import { readWhole } from '../format/onnx/external';
import { camLayer, type CamLayer } from '../graph/cam-layer';
import { logitsOf, type Logits } from '../graph/logits';
import type { Model } from '../graph/model';
import { opened, type Opened } from '../graph/opening';
import { agreesInBatches } from '../session/batching';
import { decidedDevice, type DeviceDecision } from '../session/device';
import { evaluate } from '../session/evaluation';
import { Network, type NetworkGraph } from '../session/network';
import { networkGraph } from './network-graph';
import type { RuntimeOptions } from '../session/runtime';
import { openForeignModel } from './foreign-model';
import { importWarnings, inputFacts, recipeOf } from './model-facts';
import { modelFileOf } from './model-place';

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
  /** Of models that another runtime runs as a whole: what it needs. */
  readonly foreign?: ReadModel['foreign'];
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
export async function readModelFile(place: string): Promise<ModelFile> {
  const path = modelFileOf(place);
  const bytes = readWhole(path);
  const format = formatOf(path, bytes);
  const { model, sources, original, foreign } = await read(format, path, bytes);
  const hash = createHash('sha256');
  for (const source of sources) hash.update(source);
  return {
    path,
    formatId: format.id,
    raw: model,
    fileBytes: sources.reduce((sum, s) => sum + s.length, 0),
    hash: hash.digest('hex'),
    original,
    foreign,
  };
}

/** @throws LensError that names the file */
async function read(format: Format, path: string, bytes: Uint8Array): Promise<ReadModel> {
  try {
    return await format.read(path, bytes);
  } catch (thrown) {
    throw LensError.in(basename(path), thrown);
  }
}

export interface OpeningOptions {
  readonly device: DeviceChoice;
  readonly threads: number;
  /** One that is not saved yet; the sidecar by default. */
  readonly recipe?: Recipe;
}

/** Opens a model for running: constants folded, the batch freed, the device decided. */
export async function openModel(file: ModelFile, options: OpeningOptions): Promise<OpenedModel> {
  if (file.foreign) return openForeignModel(file, file.foreign(), options);
  const freed = await opened(file.raw, evaluate);
  const { model, batched } = freed;
  const recipe = recipeOf(file, model, options.recipe);
  const logits = logitsOf(model, recipe.output ?? undefined);
  const layer = camLayer(model, logits.tensor);
  const { dims, layout } = inputFacts(model, { layout: recipe.layout, size: recipe.size });
  const outputKind = logits.activation === 'none' ? recipe.outputKind : 'logits';
  const graph = networkGraph(model, {
    logits: logits.tensor,
    camLayer: layer?.tensor ?? null,
    layout,
    outputKind,
    inputDims: dims,
    batched,
  });
  const device = await decidedDevice(graph, options.device, options.threads);
  const { network, warnings } = await provedNetwork(graph, freed, { device: device.device, threads: options.threads });
  return { file, logits, camLayer: layer, recipe, device, network, warnings: [...warnings, ...importWarnings(model)] };
}

/** The network; what was inferred about a fixed batch is proved by running it. */
async function provedNetwork(
  graph: NetworkGraph,
  { batched, changes, reason }: Opened,
  runtime: RuntimeOptions,
): Promise<Pick<OpenedModel, 'network' | 'warnings'>> {
  const network = new Network(graph, runtime);
  if (!batched) return { network, warnings: [`Images are run one by one: ${reason}.`] };
  if (changes.length === 0 || (await agreesInBatches(network))) return { network, warnings: [] };
  await network.close();
  return {
    network: new Network({ ...graph, batched: false }, runtime),
    warnings: ['Images are run one by one: the model gives other results for two images at once.'],
  };
}
