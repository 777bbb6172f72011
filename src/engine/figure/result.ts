import { basename, join } from 'node:path';
import { LensError } from '../../protocol/error';
import type { ParameterValues } from '../../protocol/parameter';
import type { Raster } from '../../protocol/raster';
import type { CompleteRecipe, Preprocessing } from '../../protocol/recipe';
import type { TimeSteps } from '../../protocol/time-steps';
import { maskOfImage } from '../dataset/mask-place';
import { readMask } from '../dataset/mask';
import { methodOf } from '../explanation/methods';
import { readText } from '../file/reading';
import { RESULTS } from '../file/kind';
import { isArray, readArray } from '../image/array';
import { previewOf } from '../image/preview';
import { channelSum } from '../metric/metric';
import { asFloats, type FloatTensor } from '../tensor/tensor';

/** What `explain` wrote into a folder, as far as a figure shows it. */
interface Written {
  readonly model: string;
  readonly modelHash: string;
  readonly input: string;
  readonly predictions: readonly { readonly label: string; readonly score: number }[];
  readonly target: { readonly label: string };
  readonly recipe: Preprocessing;
  readonly methods: readonly {
    readonly method: string;
    readonly params: ParameterValues;
    readonly layer: string | null;
    readonly seed: number;
    readonly file: string;
    readonly timeSteps?: TimeSteps;
  }[];
}

/** One method's map of a result. */
export interface ResultMap {
  readonly method: string;
  readonly label: string;
  readonly params: ParameterValues;
  readonly layer: string | null;
  /** One value per position, [H, W]. */
  readonly map: FloatTensor;
  /** Along time, where the network reads steps. */
  readonly timeSteps?: TimeSteps;
}

/** An explained image. */
export interface Result {
  /** Names of the files without their folders. */
  readonly image: string;
  readonly model: string;
  readonly modelHash: string;
  readonly target: string;
  /** What the model says first. */
  readonly prediction: string;
  readonly maps: readonly ResultMap[];
  /** As the network sees it. */
  readonly raster: Raster;
  /** 0/1 per position: the object that is marked beside the image. */
  readonly object: Uint8Array | null;
}

/** Reads what `explain` wrote into a folder. @throws LensError for a folder without it, or of signals and volumes */
export async function readResult(folder: string): Promise<Result> {
  const path = join(folder, 'result.json');
  const written = checked(readText(path, RESULTS), path);
  const maps = written.methods.map(({ method, params, layer, file, timeSteps }): ResultMap => {
    const map = asFloats(readArray(join(folder, file)));
    if (map.dims.length !== 4) throw unfit('its maps are none of images', path);
    return { method, label: methodOf(method).label, params, layer, map: channelSum(map), timeSteps };
  });
  if (maps.length === 0) throw unfit('it holds no map', path);
  const size = maps[0].map.dims;
  const recipe: CompleteRecipe = { ...written.recipe, labels: [], layers: {} };
  const [first] = written.predictions;
  const mask = isArray(written.input) ? undefined : maskOfImage(written.input);
  return {
    image: basename(written.input),
    model: basename(written.model),
    modelHash: written.modelHash,
    target: written.target.label,
    prediction: first ? `${first.label} ${first.score.toPrecision(3)}` : '',
    maps,
    raster: await previewOf(written.input, { dims: [recipe.mean.length, ...size], recipe }),
    object: mask ? await readMask({ kind: 'file', path: mask }, size, recipe, { label: null, classes: 0 }) : null,
  };
}

/** @throws LensError for what was not written by `explain` */
function checked(text: string, path: string): Written {
  try {
    const value = JSON.parse(text) as Partial<Written> | null;
    const { model, modelHash, input, predictions, target, recipe, methods } = value ?? {};
    const isWhole =
      [model, modelHash, input, target?.label].every((one) => typeof one === 'string') &&
      [predictions, methods, recipe?.mean].every(Array.isArray) &&
      methods!.every((one) => typeof one?.method === 'string' && typeof one.file === 'string');
    if (isWhole) return value as Written;
  } catch {
    // What is no JSON is none of explain's, either.
  }
  throw unfit('it was not written by explain', path);
}

const unfit = (why: string, where: string): LensError =>
  new LensError({
    code: 'invalid-argument',
    what: `the result cannot be shown in a figure: ${why}`,
    where,
    next: 'Name folders that saliency-lens explain has written for images',
  });
