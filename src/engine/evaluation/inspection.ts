import { extname, relative } from 'node:path';
import type { FolderInspection, InspectedClass, InspectedModel, LabellingOption } from '../../protocol/folder';
import type { CompleteRecipe } from '../../protocol/recipe';
import { LensError } from '../../protocol/error';
import { classesOfModel, type Classes } from '../dataset/classes';
import type { MaskSource, Sample } from '../dataset/dataset';
import { LABELLINGS } from '../dataset/labelling';
import { listing, type Listing } from '../dataset/listing';
import { openDataset, splitLabelling } from '../dataset/opening';
import { modelOutline } from '../model/model-outline';
import type { ModelFile } from '../model/model-file';
import { DENSE } from './judged-model';

const EXAMPLES = 3;
const MOST_LEFT_OUT = 200;

/**
 * What an evaluation would find in a folder: labels, masks, and what would be left out. Nothing is decoded and nothing
 * runs.
 * @param files of the models whose classes the labels must be
 * @throws LensError `not-found` when the folder cannot be read or holds no input; `invalid-argument` for a labelling
 * that does not fit
 */
export function inspectFolder(
  folder: string,
  labelling: string | undefined,
  files: readonly ModelFile[],
): FolderInspection {
  const found = listing(folder);
  const models = files.map(inspectedModel);
  const set = openDataset(folder, {
    labelling,
    modelLabels: models[0]?.recipe.labels,
    modelAliases: models[0]?.recipe.aliases,
    outputs: models[0]?.classes,
    ownNames: true,
  });
  const arrays = found.inputs.filter((name) => extname(name).toLowerCase() === '.npy').length;
  const masked = set.samples.filter(({ mask }) => mask !== null);
  const inputs = new Set(found.inputs);
  const unlabelled = set.leftOut.filter(({ name }) => inputs.has(name)).map(({ name }) => name);
  return {
    images: found.inputs.length - arrays,
    arrays,
    labelling: {
      id: set.labelling.id,
      argument: (labelling && splitLabelling(labelling).argument) || null,
      description: set.labelling.description,
    },
    options: LABELLINGS.map((way) => optionOf(way, found)),
    classes: classesOf(set.classes, set.samples, models),
    unlabelled: { images: unlabelled.length, examples: unlabelled.slice(0, EXAMPLES) },
    masks: { images: masked.length, examples: masked.slice(0, EXAMPLES).map(({ mask }) => maskName(folder, mask)) },
    leftOut: { files: set.leftOut.length, first: set.leftOut.slice(0, MOST_LEFT_OUT) },
    models: models.map(({ classNames: _names, recipe: _recipe, ...model }) => model),
  };
}

function optionOf({ id, label, takes, find }: (typeof LABELLINGS)[number], found: Listing): LabellingOption {
  const files = takes === 'file' ? found.tables.filter((name) => fits(() => find(found, name))) : [];
  return { id, label, takes, files, fits: takes === 'file' ? files.length > 0 : fits(() => find(found)) };
}

/** A table that cannot be parsed holds no labels. */
function fits(find: () => unknown): boolean {
  try {
    return find() !== null;
  } catch (error) {
    if (error instanceof LensError) return false;
    throw error;
  }
}

interface NamedClasses extends InspectedModel {
  /** Null where the model names none, so that any label will do. */
  readonly classNames: Classes | null;
  readonly recipe: CompleteRecipe;
}

function inspectedModel(file: ModelFile): NamedClasses {
  const { input, logits } = modelOutline(file);
  const { recipe } = input;
  const { kind, classes } = logits;
  return {
    path: file.path,
    classes,
    problem: kind === 'dense' ? `${DENSE.what}. ${DENSE.next}` : null,
    classNames: recipe.labels.length > 0 ? classesOfModel(recipe.labels, recipe.aliases) : null,
    recipe,
  };
}

function classesOf(
  names: readonly string[],
  samples: readonly Sample[],
  models: readonly NamedClasses[],
): InspectedClass[] {
  const members = new Map<number, string[]>();
  for (const { label, name } of samples) {
    if (label === null) continue;
    const list = members.get(label);
    if (list) list.push(name);
    else members.set(label, [name]);
  }
  return [...members]
    .sort(([a], [b]) => a - b)
    .map(([index, inputs]) => ({
      name: names[index],
      images: inputs.length,
      examples: inputs.slice(0, EXAMPLES),
      unknownTo: models.filter(({ classNames }) => classNames?.indexOf(names[index]) === null).map(({ path }) => path),
    }));
}

function maskName(folder: string, mask: MaskSource | null): string {
  if (mask?.kind === 'file') return relative(folder, mask.path);
  return mask ? 'COCO annotations' : '';
}
