import { basename, extname } from 'node:path';
import type { FolderInspection, InspectedClass, LabellingOption } from '../../protocol/folder';
import { listing, type Listing } from '../dataset/listing';
import { withoutSlices, type VolumeSlices } from '../dataset/volume-slices';
import { splitLabelling } from '../dataset/opening';
import type { EvaluationSet } from './evaluation-set';
import { EXAMPLES, fits, maskName, MOST_LEFT_OUT, told, type NamedModel } from './inspected';
import { isOfClasses, openJudged } from './judge';
import type { Judge } from './judge/judge';

/** The annotated inputs of a folder; null where they have classes, or the models are none that can be judged. */
export function annotatedSet(
  folder: string,
  labelling: string | undefined,
  models: readonly NamedModel[],
  slices: VolumeSlices,
): JudgedSet | null {
  if (models.length === 0 || models.every(({ task }) => isOfClasses(task)) || models.some(({ problem }) => problem))
    return null;
  const judged = models.map(({ path, task, classes, dense, recipe: { labels, aliases } }) => ({
    name: basename(path),
    task,
    classes,
    dense,
    labels,
    aliases,
  }));
  const { judge, set } = openJudged(folder, judged, { labelling, slices });
  return judge.tasks.some(isOfClasses) ? null : { judge, set };
}

export interface JudgedSet {
  readonly judge: Judge;
  readonly set: EvaluationSet;
}

/** What is found of annotated inputs, in the form in which labelled ones are told. */
export function annotatedInspection(
  { judge, set }: JudgedSet,
  folder: string,
  labelling: string | undefined,
  models: readonly NamedModel[],
  slices: VolumeSlices,
): FolderInspection {
  const { inputs, skipped, labelling: way, notes } = set;
  const files = withoutSlices(listing(folder), slices);
  const all = files.inputs;
  const arrays = inputs.filter(({ name }) => extname(name).toLowerCase() === '.npy').length;
  const known = new Set(all);
  /** The boxes that are explained are the objects. */
  const boxed = models.every(({ task }) => task === 'detection');
  const masked = inputs.filter(({ mask }) => boxed || mask !== null);
  const without = skipped.filter(({ name }) => known.has(name)).map(({ name }) => name);
  return {
    images: inputs.length - arrays,
    arrays,
    labelling: {
      id: way.id,
      argument: (labelling && splitLabelling(labelling).argument) || null,
      description: [way.description, ...notes[0]].join('. '),
    },
    options: annotationOptions(judge.forms ?? [], files, models[0]),
    classes: partsOf(judge, set),
    unlabelled: { images: without.length, examples: without.slice(0, EXAMPLES) },
    masks: {
      images: masked.length,
      examples: masked.slice(0, boxed ? 0 : EXAMPLES).map(({ mask }) => maskName(folder, mask)),
    },
    leftOut: { files: skipped.length, first: skipped.slice(0, MOST_LEFT_OUT) },
    models: models.map(told),
  };
}

/** In which ways annotations of the kind are kept, and which of them the folder keeps; forms of one id are one way. */
function annotationOptions(
  forms: NonNullable<Judge['forms']>,
  files: Listing,
  { recipe: { labels: names }, classes: outputs }: NamedModel,
): LabellingOption[] {
  const ids = [...new Set(forms.map(({ id }) => id))];
  return ids.map((id) => {
    const own = forms.filter((form) => form.id === id);
    const [{ label, takes }] = own;
    const holds = (argument?: string): boolean =>
      own.some(({ find }) => fits(() => find({ listing: files, names, outputs, argument })));
    const tables = takes === 'file' ? files.tables.filter((name) => holds(name)) : [];
    return {
      id,
      label,
      takes: takes === 'file' ? takes : null,
      files: tables,
      fits: tables.length > 0 || holds(),
    };
  });
}

/** The classes or labels that the truth of the inputs names, under the first model. */
function partsOf({ parts }: Judge, { inputs, classes: [names] }: EvaluationSet): InspectedClass[] {
  const members = new Map<number, string[]>();
  for (const { name, truths } of parts ? inputs : [])
    for (const index of new Set(parts!(truths[0]))) {
      const own = members.get(index);
      if (own) own.push(name);
      else members.set(index, [name]);
    }
  return [...members]
    .sort(([a], [b]) => a - b)
    .map(([index, own]) => ({
      name: names[index],
      images: own.length,
      examples: own.slice(0, EXAMPLES),
      unknownTo: [],
    }));
}
