import { existsSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { LensError } from '../../protocol/error';
import type { BoxThresholds } from '../../protocol/evaluation';
import type { DeviceChoice } from '../../protocol/model';
import { distinctTitles } from '../../protocol/model-files';
import { listing } from '../dataset/listing';
import { readModelFile, type ModelFile } from '../model/model-file';
import { openModel, proved, type OpenedModel } from '../model/opening';
import { mayBeOpen, ownSize, type OwnSize } from '../model/own-size';
import { EvaluatedModel } from './evaluated-model';
import { SizedModels } from './sized-models';

/**
 * The size of the first image of a folder that has one, for a model that leaves it open: by that one its task is known,
 * and every other is then asked at its own.
 */
async function sizeIn(file: ModelFile, folder: string): Promise<OwnSize | undefined> {
  if (!mayBeOpen(file)) return undefined;
  const { root, inputs } = listing(folder);
  for (const name of inputs) {
    // What cannot be read suits no size.
    const own = await ownSize(file, join(root, name)).catch(() => null);
    if (own !== null) return own;
  }
  return undefined;
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
      const own = folder === undefined ? undefined : await sizeIn(file, folder);
      const opened = withThresholds(await proved(await openModel(file, { ...options, own })), options.thresholds);
      models.push(new EvaluatedModel(names[i], opened, options.seed, own && sizedFrom(opened, names[i], options)));
    }
    return models;
  } catch (error) {
    await Promise.all(models.map((model) => model.close()));
    throw error;
  }
}

/** Models as another one of which only the size was left open, on its device. */
const sizedFrom = (
  { file, network: { device } }: OpenedModel,
  name: string,
  { thresholds, seed, threads }: { threads: number; seed: number; thresholds?: BoxThresholds },
): SizedModels<EvaluatedModel> =>
  new SizedModels(file, async (own) => {
    const opened = await openModel(file, { device, threads, own });
    return new EvaluatedModel(name, withThresholds(opened, thresholds), seed);
  });

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
 * File names without their endings, with as many folders in front as tell two apart.
 * @throws LensError for a model that is not there or named twice
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
  const stems = paths.map((path) => path.slice(0, path.length - extname(path).length));
  const ofStems = distinctTitles(stems.map((stem) => resolve(stem)));
  const ofFiles = distinctTitles(paths.map((path) => resolve(path)));
  // Of `net.onnx` beside `net.h5` the ending tells them apart.
  return ofStems.map((name, i) => (ofStems.indexOf(name) === ofStems.lastIndexOf(name) ? name : ofFiles[i]));
}
