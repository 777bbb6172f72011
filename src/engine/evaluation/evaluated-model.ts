import { existsSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { LensError } from '../../protocol/error';
import type { BoxThresholds } from '../../protocol/evaluation';
import type { DeviceChoice, Link } from '../../protocol/model';
import { preprocessingOf } from '../../protocol/preprocessing';
import type { TaskId } from '../../protocol/task';
import { listing } from '../dataset/listing';
import { randomisedGraphs } from '../metric/randomised-graphs';
import { Network } from '../session/network';
import { withInputsOf } from '../explanation/opened-input';
import { explainerHash } from '../model/explainer-file';
import { readModelFile, type ModelFile } from '../model/model-file';
import { openModel, type OpenedModel } from '../model/opening';
import { mayBeOpen, ownSize } from '../model/own-size';
import { keyOf } from './journal';
import type { JudgedModel } from './judged-model';

/** Raised when a change of the program changes a number: results of earlier versions are then made anew. */
const RESULTS_VERSION = 2;

/** Steps from one re-initialised layer to all, in the randomisation check. */
export const RANDOMISATION_LEVELS = 4;

/** How a detector's outputs are read, which its sidecar may say otherwise. */
function readingOf({ detector }: OpenedModel): unknown {
  if (!detector) return null;
  const { layout, outputs, boxOrder, columns } = detector.reading;
  const anchors = detector.anchors && keyOf(Array.from(detector.anchors.data));
  return [layout.id, outputs, boxOrder ?? null, columns ?? null, anchors ?? null, detector.thresholds];
}

/** What is given beside the image. */
const besideKey = ({ beside, network }: OpenedModel): unknown =>
  [...beside!.inputs.map(({ constant }) => constant), ...Object.values(network.graph.beside ?? {})].map(
    (tensor) => tensor && Buffer.from(Float32Array.from(tensor.data as Float32Array).buffer).toString('base64'),
  );

/** A model of an evaluation. */
export class EvaluatedModel implements JudgedModel {
  /** What every result of this model depends on: weights, preprocessing, what its output means, device. */
  readonly key: string;
  readonly classes: number;
  readonly dense: boolean;
  readonly task: TaskId;
  readonly labels: readonly string[];
  readonly aliases?: readonly (readonly string[])[];
  readonly units?: readonly string[];
  readonly thresholds?: readonly number[];
  private learned?: string | null;
  private copies?: readonly { readonly layer: string; readonly opened: OpenedModel }[];

  constructor(
    /** Unique in the run. */
    readonly name: string,
    readonly opened: OpenedModel,
    /** Of the weights of re-initialised copies. */
    readonly seed: number,
  ) {
    const { file, recipe, network, logits } = opened;
    const { guessed: _guessed, ...preprocessing } = preprocessingOf(recipe);
    this.key = keyOf(
      RESULTS_VERSION,
      file.hash,
      preprocessing,
      opened.task.id,
      logits.tensor,
      logits.link,
      readingOf(opened),
      network.device,
      ...(opened.beside ? [besideKey(opened)] : []),
    );
    this.classes = opened.detector?.classes ?? network.scores;
    this.dense = logits.kind === 'dense';
    this.task = opened.task.id;
    this.labels = recipe.labels;
    this.aliases = recipe.aliases;
    this.units = recipe.units;
    this.thresholds = recipe.thresholds;
  }

  /** What results of learned methods depend on besides: the explainer that was learned for the model. */
  get explainerKey(): string | null {
    if (this.learned === undefined) this.learned = explainerHash(this.opened.file);
    return this.learned;
  }

  /** What makes the model's own numbers of its logits. */
  get link(): Link {
    return this.opened.network.graph.link;
  }

  /** Logits per input, or per position. */
  get width(): number {
    return this.opened.network.graph.logitsDims[0];
  }

  /** The model with what its other inputs are for an image; itself where these are the same for all. */
  async at(image: string): Promise<EvaluatedModel> {
    const opened = await withInputsOf(this.opened, image);
    return opened === this.opened ? this : new EvaluatedModel(this.name, opened, this.seed);
  }

  /** Copies of the model with ever more of its layers re-initialised, opened once. */
  randomised(): readonly { readonly layer: string; readonly opened: OpenedModel }[] {
    const { network } = this.opened;
    this.copies ??= [...randomisedGraphs(network.graph, this.seed, RANDOMISATION_LEVELS)].map(({ layer, graph }) => ({
      layer,
      opened: { ...this.opened, network: new Network(graph, network.runtime) },
    }));
    return this.copies;
  }

  async close(): Promise<void> {
    await this.opened.network.close();
    await this.closeCopies();
  }

  /** Closes what was opened for it, but not the model itself. */
  async closeCopies(): Promise<void> {
    for (const { opened } of this.copies ?? []) await opened.network.close();
  }
}

/**
 * All images of a folder are fed at one size: of a model that leaves it open it is asked, with what suits an image.
 * @throws LensError where neither the graph nor the recipe says it
 */
async function requireSize(file: ModelFile, folder: string): Promise<void> {
  if (!mayBeOpen(file)) return;
  const { root, inputs } = listing(folder);
  const [image = ''] = inputs;
  // What cannot be read suits no size; the model is then asked for one without an example.
  const own = await ownSize(file, join(root, image)).catch(() => undefined);
  if (!own) return;
  throw new LensError({
    code: 'wrong-shape',
    what: `${basename(file.path)} leaves the size of its images open, and those of a folder are evaluated at one`,
    next: `Give it in the sidecar (${basename(file.path)}.lens.json): "size": [${own.size.join(', ')}] is that of ${basename(image)}, rounded up to what the network takes`,
  });
}

/**
 * Opens the models of an evaluation.
 * @param folder of the images that it is run on
 * @throws LensError for one that cannot be opened; the others are then closed
 */
export async function openEvaluatedModels(
  paths: readonly string[],
  options: { device: DeviceChoice; threads: number; seed: number; thresholds?: BoxThresholds },
  folder?: string,
): Promise<EvaluatedModel[]> {
  const names = namesOf(paths);
  const models: EvaluatedModel[] = [];
  try {
    for (const [i, path] of paths.entries()) {
      const file = await readModelFile(path);
      if (folder !== undefined) await requireSize(file, folder);
      const opened = withThresholds(await openModel(file, options), options.thresholds);
      models.push(new EvaluatedModel(names[i], opened, options.seed));
    }
    return models;
  } catch (error) {
    await Promise.all(models.map((model) => model.close()));
    throw error;
  }
}

/** A detector of which other boxes are shown than its recipe says. */
export function withThresholds(
  opened: OpenedModel,
  { scoreThreshold, overlapThreshold }: BoxThresholds = {},
): OpenedModel {
  const { detector } = opened;
  if (!detector) return opened;
  const { score, overlap } = detector.thresholds;
  const thresholds = { score: scoreThreshold ?? score, overlap: overlapThreshold ?? overlap };
  return { ...opened, detector: { ...detector, thresholds } };
}

/**
 * File names without their endings, or whole paths where two are alike. @throws LensError for a model that is not there
 * or named twice
 */
function namesOf(paths: readonly string[]): string[] {
  if (paths.length === 0)
    throw new LensError({ code: 'invalid-argument', what: 'no model was chosen', next: 'Choose at least one' });
  if (new Set(paths.map((path) => resolve(path))).size < paths.length)
    throw new LensError({ code: 'invalid-argument', what: 'a model is named twice', next: 'Name it once' });
  const missing = paths.find((path) => !existsSync(path));
  if (missing !== undefined)
    throw new LensError({
      code: 'not-found',
      what: 'the model file cannot be read',
      where: missing,
      next: 'Check the path',
    });
  const short = paths.map((path) => basename(path, extname(path)));
  return short.map((name, i) => (short.indexOf(name) === i && short.lastIndexOf(name) === i ? name : paths[i]));
}
