import { existsSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { LensError } from '../../protocol/error';
import type { DeviceChoice, ScoreKind } from '../../protocol/model';
import { preprocessingOf } from '../../protocol/preprocessing';
import { randomisedGraphs } from '../metric/randomised-graphs';
import { Network } from '../session/network';
import { readModelFile } from '../model/model-file';
import { openModel, type OpenedModel } from '../model/opening';
import { keyOf } from './journal';
import { classesOf } from './evaluation-set';

/** Raised when a change of the program changes a number: results of earlier versions are then made anew. */
const RESULTS_VERSION = 2;

/** Steps from one re-initialised layer to all, in the randomisation check. */
const RANDOMISATION_LEVELS = 4;

/** A model of an evaluation. */
export class EvaluatedModel {
  /** What every result of this model depends on: weights, preprocessing, device. */
  readonly key: string;
  readonly classes: number;
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
    this.key = keyOf(RESULTS_VERSION, file.hash, preprocessing, logits.tensor, logits.link, network.device);
    this.classes = classesOf(opened);
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
    for (const { opened } of this.copies ?? []) await opened.network.close();
  }
}

/** Why a model that is no classifier of whole inputs is not evaluated on a folder. */
export const NO_CLASSIFIER: Partial<Record<ScoreKind, { readonly what: string; readonly next: string }>> =
  Object.freeze({
    dense: {
      what: 'the model labels every position, but a folder is evaluated by the class of whole inputs',
      next: 'Choose a classifier',
    },
    regression: {
      what: 'the model estimates quantities, but a folder is evaluated by the class of its inputs',
      next: 'Choose a classifier, or say "outputKind": "logits" in its sidecar where it is one',
    },
  });

/**
 * Opens the models of an evaluation. @throws LensError for one that cannot be opened or that is no classifier; the
 * others are then closed
 */
export async function openEvaluatedModels(
  paths: readonly string[],
  options: { device: DeviceChoice; threads: number; seed: number },
): Promise<EvaluatedModel[]> {
  const names = namesOf(paths);
  const models: EvaluatedModel[] = [];
  try {
    for (const [i, path] of paths.entries())
      models.push(new EvaluatedModel(names[i], await openModel(await readModelFile(path), options), options.seed));
    for (const { opened, name } of models) {
      const refused = NO_CLASSIFIER[opened.logits.kind];
      if (refused) throw new LensError({ code: 'unsupported-model', ...refused, where: name });
    }
    return models;
  } catch (error) {
    await Promise.all(models.map((model) => model.close()));
    throw error;
  }
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
