import { LensError } from '../../../../protocol/error';
import { openDataset } from '../../../dataset/opening';
import { slicesBeside } from '../../../dataset/volume-slices';
import { Skipped, spread, type EvaluationSet, type SetOptions } from '../../evaluation-set';
import type { JudgedModel } from '../../judged-model';

/** What is known of an input: its label, and some inputs that have the same. */
export interface LabelledTruth {
  readonly label: number;
  /** The first inputs of the label, perhaps itself among them. */
  readonly alike: readonly string[];
}

/** With so many others of its class an input is compared where it is explained. */
export const MOST_REFERENCES = 4;

/**
 * The inputs of a folder with the label of each, which a model of embeddings does not know: the same under every model.
 * @throws LensError `not-found` when the folder cannot be read, or its inputs have no labels
 */
export function openLabelledSet(
  folder: string,
  models: readonly JudgedModel[],
  { labelling, limit, slices }: SetOptions,
): EvaluationSet<LabelledTruth> {
  const set = openDataset(folder, { labelling, slices });
  const skipped = new Skipped();
  for (const { name, reason } of set.leftOut) skipped.add(name, reason);
  const usable = set.samples.filter(({ name, label }) => label !== null && !skipped.has(name));
  if (set.samples.length > 0 && usable.length === 0)
    throw new LensError({
      code: 'not-found',
      what: 'the inputs of the folder have no labels, which say what embeddings are to have near each other',
      where: set.root,
      next: 'Sort them into a sub-folder for each class, or add a table of labels',
    });
  if (usable.length === 0) throw skipped.nothingLeft(folder, 'Check the labels');
  const groups = new Map<number, string[]>();
  // Of the whole folder, so that what is explained of an input does not depend on how many take part.
  for (const { label, path } of usable) {
    const group = groups.get(label!);
    if (group) group.push(path);
    else groups.set(label!, [path]);
  }
  const samples = spread(usable, limit);
  const occurring = [...new Set(samples.map(({ label }) => label!))].sort((a, b) => a - b);
  const truths = new Map(
    occurring.map((own, label) => [own, { label, alike: groups.get(own)!.slice(0, MOST_REFERENCES + 1) }]),
  );
  return {
    inputs: samples.map(({ name, path, mask, label }) => ({
      name,
      path,
      mask,
      truths: models.map(() => truths.get(label!)!),
      ...slicesBeside(set.root, name, slices),
    })),
    skipped: skipped.list,
    labelling: set.labelling,
    notes: models.map(() => set.notes),
    classes: models.map(() => occurring.map((label) => set.classes[label])),
  };
}
