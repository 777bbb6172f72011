import { extname } from 'node:path';
import type { FolderInspection, InspectedClass, LabellingOption } from '../../protocol/folder';
import { classesOfModel, type Classes } from '../dataset/classes';
import type { Sample } from '../dataset/dataset';
import type { Labelling } from '../dataset/labelling';
import { LABELLINGS } from '../dataset/labellings';
import { listing, type Listing } from '../dataset/listing';
import { NO_SLICES, withoutSlices, type VolumeSlices } from '../dataset/volume-slices';
import { openDataset, splitLabelling } from '../dataset/opening';
import { annotatedInspection, annotatedSet } from './annotated-inspection';
import { EXAMPLES, fits, maskName, MOST_LEFT_OUT, told, type NamedModel } from './inspected';
import { problemOf } from './judge';
import { modelOutline } from '../model/model-outline';
import type { ModelFile } from '../model/model-file';

/**
 * What an evaluation would find in a folder: labels, masks, and what would be left out. Nothing is decoded and nothing
 * runs.
 * @param files of the models whose classes the labels must be
 * @param slices files that belong to the volume of another one
 * @throws LensError `not-found` when the folder cannot be read or holds no input; `invalid-argument` for a labelling
 * that does not fit
 */
export function inspectFolder(
  folder: string,
  labelling: string | undefined,
  files: readonly ModelFile[],
  slices: VolumeSlices = NO_SLICES,
): FolderInspection {
  const models = files.map(inspectedModel);
  const annotated = annotatedSet(folder, labelling, models, slices);
  if (annotated) return annotatedInspection(annotated, folder, labelling, models, slices);
  const found = withoutSlices(listing(folder), slices);
  // Outputs of an embedding are no classes.
  const telling = models.filter(({ task }) => task !== 'embedding');
  const [first] = telling;
  const set = openDataset(folder, {
    labelling,
    modelLabels: first?.recipe.labels,
    modelAliases: first?.recipe.aliases,
    outputs: first?.classes,
    ownNames: true,
    slices,
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
      // Without the last full stop, as descriptions are.
      description: [set.labelling.description, ...set.notes.map((note) => note.replace(/\.$/, ''))].join('. '),
    },
    options: LABELLINGS.map((way) => optionOf(way, found, first ? classesIn(first) : null)),
    classes: classesOf(set.classes, set.samples, telling),
    unlabelled: { images: unlabelled.length, examples: unlabelled.slice(0, EXAMPLES) },
    masks: { images: masked.length, examples: masked.slice(0, EXAMPLES).map(({ mask }) => maskName(folder, mask)) },
    leftOut: { files: set.leftOut.length, first: set.leftOut.slice(0, MOST_LEFT_OUT) },
    models: models.map(told),
  };
}

function optionOf({ id, label, takes, find }: Labelling, listing: Listing, classes: Classes | null): LabellingOption {
  const files =
    takes === 'file' ? listing.tables.filter((name) => fits(() => find({ listing, classes, argument: name }))) : [];
  return {
    id,
    label,
    takes,
    files,
    fits: takes === 'file' ? files.length > 0 : fits(() => find({ listing, classes })),
  };
}

function inspectedModel(file: ModelFile): NamedModel {
  const { input, logits, task } = modelOutline(file);
  const { recipe } = input;
  const dense = logits.kind === 'dense';
  const refused = problemOf({ task: task.id, dense });
  return {
    path: file.path,
    task: task.id,
    classes: logits.classes,
    dense,
    problem: refused ? `${refused.what}. ${refused.next}` : null,
    recipe,
  };
}

/** Null where the model names none, so that any label will do. */
function classesIn({ recipe: { labels, aliases } }: NamedModel, occurring?: readonly string[]): Classes | null {
  return labels.length > 0 ? classesOfModel({ names: labels, aliases }, occurring) : null;
}

function classesOf(
  names: readonly string[],
  samples: readonly Sample[],
  models: readonly NamedModel[],
): InspectedClass[] {
  const members = new Map<number, string[]>();
  for (const { label, name } of samples) {
    if (label === null) continue;
    const list = members.get(label);
    if (list) list.push(name);
    else members.set(label, [name]);
  }
  const all = models.map((model) => ({ path: model.path, classes: classesIn(model, names) }));
  return [...members]
    .sort(([a], [b]) => a - b)
    .map(([index, inputs]) => ({
      name: names[index],
      images: inputs.length,
      examples: inputs.slice(0, EXAMPLES),
      unknownTo: all.filter(({ classes }) => classes?.indexOf(names[index]) === null).map(({ path }) => path),
    }));
}
