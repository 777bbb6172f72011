import { basename, dirname, join } from 'node:path';
import { LensError } from '../../protocol/error';
import type { RecipeCheckRequest } from '../../protocol/recipe-check';
import type { Dataset } from '../dataset/dataset';
import { openDataset } from '../dataset/opening';
import { volumeSlices, type VolumeSlices } from '../dataset/volume-slices';
import { isArray } from '../image/array';
import { entriesOf } from '../label';
import { classNames } from '../label/class-names';
import { labelFilesBeside } from '../label/label-files';
import type { OpenedModel } from '../model/opening';
import { namesake } from './namesake';

/** An image with its class, where that is known. */
export interface CheckImage {
  readonly path: string;
  readonly label: number | null;
}

export interface CheckImages {
  readonly images: readonly CheckImage[];
  /** Of the classes, where they are known. */
  readonly names: readonly string[];
  readonly labelling: string;
  /** The file beside the model that names its classes, where the sidecar names none. */
  readonly labelFile: string | null;
}

interface Names {
  readonly names: readonly string[];
  readonly aliases?: readonly (readonly string[])[];
  readonly file: string | null;
}

/**
 * The images of a folder, with labels as the model's own names or a file of names beside it tell them.
 * @throws LensError `not-found` when there are none
 */
export async function checkImages(
  { file, recipe, network }: OpenedModel,
  request: RecipeCheckRequest,
): Promise<CheckImages> {
  const classes = network.scores;
  const known: Names[] =
    recipe.labels.length > 0
      ? [{ names: recipe.labels, aliases: recipe.aliases, file: null }]
      : labelFilesBeside(file.path, classes).map(({ name }) => namesIn(join(dirname(file.path), name), classes));
  const slices = await volumeSlices(request.folder, network.graph.inputDims);
  const [nameless, ...named] = [{ names: [], file: null }, ...known].map((names) => ({
    names,
    ...read(names, classes, request, slices),
  }));
  const readings = nameless.isNumbered ? [nameless, ...named] : [...named, nameless];
  const most = Math.max(...readings.map(({ labelled }) => labelled));
  const best = readings.find(({ labelled }) => labelled === most)!;
  const usable = best.images.filter(({ path }) => !isArray(path));
  if (usable.length === 0)
    throw new LensError({
      code: 'not-found',
      what: 'the folder holds no images that could be used; arrays are taken as they are',
      where: request.folder,
      next: 'Give a folder of image files, with labels where possible',
    });
  return {
    images: spread(usable, request.images),
    names: best.names.names,
    labelling: best.labelled > 0 ? best.labelling : 'No labels of the model were found',
    labelFile: best.labelled > 0 ? best.names.file : null,
  };
}

function namesIn(path: string, classes: number): Names {
  const { names, aliases } = classNames(entriesOf(path), classes, path);
  return { names, aliases, file: basename(path) };
}

/** A folder read with some names of classes: what its own labels say, else whose name a file bears. */
function read(
  { names, aliases }: Names,
  outputs: number,
  { folder, labelling }: RecipeCheckRequest,
  slices: VolumeSlices,
): { images: CheckImage[]; labelling: string; labelled: number; isNumbered: boolean } {
  const named = names.length > 0 ? { modelLabels: names, modelAliases: aliases } : {};
  const set = openDataset(folder, { outputs, labelling, slices, ...named });
  const images = imagesOf(set, names, outputs);
  const isNumbered = areNumbers(set.classes);
  if (images.some(({ label }) => label !== null) || names.length === 0)
    return { images, labelling: set.labelling.description, labelled: count(images), isNumbered };
  const alike = openDataset(folder, { labelling: 'none', slices }).samples.map(({ path, name }) => ({
    path,
    label: namesake(name, names, aliases),
  }));
  return { images: alike, labelling: BY_NAME, labelled: count(alike), isNumbered };
}

const BY_NAME = 'Labels are the classes whose names files bear';

const areNumbers = (classes: readonly string[]): boolean => classes.every((name) => /^\d{1,6}$/.test(name));

const count = (images: readonly CheckImage[]): number => images.filter(({ label }) => label !== null).length;

/** Without names of the model, labels tell its classes where they are numbers, or where there are as many of them. */
function imagesOf({ samples, classes }: Dataset, names: readonly string[], outputs: number): CheckImage[] {
  const indexOf =
    names.length > 0 || classes.length === outputs ? (label: number) => label : numbered(classes, outputs);
  return samples.map(({ path, label }) => {
    const index = label === null ? null : indexOf(label);
    return { path, label: index !== null && index < outputs ? index : null };
  });
}

/** Class numbers as labels, counted from 0, or from 1 where the last is as large as there are outputs. */
function numbered(classes: readonly string[], outputs: number): (label: number) => number | null {
  if (!areNumbers(classes)) return () => null;
  const numbers = classes.map(Number);
  const first = numbers.includes(outputs) && !numbers.includes(0) ? 1 : 0;
  return (label) => numbers[label] - first;
}

/** Labelled ones first: they say more. */
function spread(images: readonly CheckImage[], most: number): readonly CheckImage[] {
  const labelled = images.filter(({ label }) => label !== null);
  const from = labelled.length > 0 ? labelled : images;
  if (from.length <= most) return from;
  return Array.from({ length: most }, (_, k) => from[Math.floor((k * from.length) / most)]);
}
