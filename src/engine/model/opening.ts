import { LensError } from '../../protocol/error';
import type { DeviceChoice } from '../../protocol/model';
import type { CompleteRecipe, Recipe } from '../../protocol/recipe';
import type { TaskDescription } from '../../protocol/task';
import { importNotes } from '../format/import-notes';
import type { CamLayer } from '../graph/cam-layer';
import type { Logits } from '../graph/logits';
import { prepareModel } from '../graph/preparation';
import { mixedSets } from '../graph/upgrade/mixed-sets';
import { agreesInBatches } from '../session/batching';
import { decidedDevice, type DeviceDecision } from '../session/device';
import { evaluate } from '../session/evaluation';
import { Execution } from '../session/execution';
import type { ExternalNetwork } from '../session/external-network';
import type { NetworkGraph } from '../session/graph';
import { Network } from '../session/network';
import { probeInputs } from '../session/probe';
import { openExternal } from '../session/tfjs/opening';
import { readSidecar } from '../image/sidecar';
import { SCORES, type Detector } from '../task/detection/detector';
import { explainerOf } from './explainer-file';
import { externalOutline } from './external-model';
import { statedShape } from './input-layout';
import type { ModelFile } from './model-file';
import type { OwnSize } from './own-size';
import { scoreOrder } from './model-input';
import { outlineBeside, outlineLayer, outlineOf, type ModelOutline } from './model-outline';
import { inputsBeside, type InputsBeside } from './inputs-beside';
import { networkGraph } from './network-graph';

/** A model ready to be explained. */
export interface OpenedModel {
  readonly file: ModelFile;
  readonly network: Network;
  readonly logits: Logits;
  readonly task: TaskDescription;
  /** Where the task is detection. */
  readonly detector?: Detector;
  readonly camLayer: CamLayer | null;
  readonly recipe: CompleteRecipe;
  /** Where it has more inputs than the image. */
  readonly beside?: InputsBeside;
  readonly device: DeviceDecision;
  readonly warnings: readonly string[];
}

export interface OpeningOptions {
  readonly device: DeviceChoice;
  readonly threads: number;
  /** One that is not saved yet; the sidecar by default. */
  readonly recipe?: Recipe;
  /** Where graph and recipe leave the size open: that of the image which it is opened for. */
  readonly own?: OwnSize;
}

/**
 * Opens a model for running: graph prepared, input and scores found, device decided. Whether several images may share a
 * run is proved when first several do. @throws LensError
 */
export async function openModel(file: ModelFile, { own, ...options }: OpeningOptions): Promise<OpenedModel> {
  if (file.external) return openWhole(file, await openExternal(file.external()), options);
  if (!own) return openGraph(file, options);
  const { recipe = readSidecar(file.path) } = options;
  const opened = await openGraph(file, { ...options, recipe: { ...recipe, size: own.size } });
  return { ...opened, recipe: { ...opened.recipe, guessed: [...opened.recipe.guessed, own.guess] } };
}

/**
 * The opened model, which is known to share runs between images or not to, as its warnings then say. Proving it runs
 * the model, so that one which cannot run is refused here. @throws LensError
 */
export async function proved(opened: OpenedModel): Promise<OpenedModel> {
  const { network, warnings } = opened;
  if (!network.graph.batched || (await network.isBatched())) return opened;
  await network.close();
  const { graph, runtime } = network;
  return {
    ...opened,
    network: new Network({ ...graph, batched: false }, runtime),
    warnings: ['Images are run one by one: the model gives other results for two images at once.', ...warnings],
  };
}

/** A model whose operators ONNX Runtime runs. */
async function openGraph(file: ModelFile, { device: choice, threads, recipe }: OpeningOptions): Promise<OpenedModel> {
  const prepared = await prepareModel(file.raw, evaluate);
  const outline = outlineOf(file, prepared.model, recipe);
  const layer = outlineLayer(outline);
  const graph = graphOf(outline, {
    camLayer: layer?.tensor ?? null,
    batched: prepared.batched,
    explainer: explainerOf(file),
  });
  const device = await decidedDevice(graph, choice, threads);
  const network = new Network(graph, { device: device.device, threads }, agreesInBatches);
  await tried(network, outline);
  const beside = outline.given.length > 0 && {
    ...inputsBeside(prepared.model, outline),
    graphFor: (name: string): NetworkGraph => {
      const other = outlineBeside(file, prepared.model, outline, name, recipe);
      const camLayer = outlineLayer(other)?.tensor ?? null;
      return graphOf(other, { camLayer, batched: prepared.batched }, outline);
    },
  };
  const warnings = prepared.batched ? [] : [`Images are run one by one: ${prepared.reason}.`];
  return openedModel(file, outline, { network, camLayer: layer, device, warnings, ...(beside && { beside }) });
}

/**
 * Compiles what the first prediction asks for. Where the graph leaves the size open it is run as well: shapes that do
 * not fit are then the fault of the size that was given. @throws LensError
 */
async function tried(network: Network, { input: { value, layout, dims } }: ModelOutline): Promise<void> {
  const isOpen = statedShape(value, layout).some((d, axis) => d !== dims[axis]);
  try {
    await network.forwardProgram(network.predicted);
    if (isOpen) await network.tensorsOf(probeInputs(dims, 1), network.predicted, new Execution());
  } catch (error) {
    if (!isOpen || !(error instanceof LensError) || error.code !== 'wrong-shape') throw error;
    throw new LensError(
      {
        ...error.toReport(),
        what: `the network does not work at ${dims.slice(1).join(' × ')}: ${error.what}`,
        next: 'Give the size it was trained at in the sidecar (<model>.lens.json, "size": [height, width])',
      },
      { cause: error },
    );
  }
}

/** A model that an external runtime runs as a whole. */
async function openWhole(
  file: ModelFile,
  external: ExternalNetwork,
  { threads, recipe }: OpeningOptions,
): Promise<OpenedModel> {
  const outline = await externalOutline(file, external, recipe);
  const graph = graphOf(outline, { camLayer: null, batched: true, explainer: explainerOf(file) });
  const network = new Network(graph, { device: 'cpu', threads, external });
  const device = { device: 'cpu', reason: `the model runs in ${external.runtime}`, available: ['cpu'] } as const;
  return openedModel(file, outline, { network, camLayer: null, device, warnings: [] });
}

function openedModel(
  file: ModelFile,
  { input, logits, task, detector }: ModelOutline,
  { warnings, ...opened }: Pick<OpenedModel, 'network' | 'camLayer' | 'device' | 'warnings' | 'beside'>,
): OpenedModel {
  const imported = [...(importNotes(file.raw)?.warnings ?? []), ...mixedSets(file.raw)];
  return {
    file,
    logits,
    task,
    ...(detector && { detector }),
    recipe: input.recipe,
    ...opened,
    warnings: [...warnings, ...imported, ...input.notes],
  };
}

/** @param image the outline whose image tells how scores at positions are ordered */
function graphOf(
  { model, input, logits, detector }: ModelOutline,
  { explainer, ...options }: Pick<NetworkGraph, 'camLayer' | 'batched' | 'explainer'>,
  image: Pick<ModelOutline, 'input'> = { input },
): NetworkGraph {
  const graph = networkGraph(detector?.model ?? model, {
    ...options,
    logits: detector ? SCORES : logits.tensor,
    layout: input.layout,
    scoreOrder: scoreOrder(model, image.input.layout),
    classAxis: detector ? 2 : logits.classAxis,
    inputDims: input.dims,
    outputKind: logits.holds,
    link: logits.link,
    ofBoxes: detector !== undefined,
  });
  return explainer ? { ...graph, explainer } : graph;
}
