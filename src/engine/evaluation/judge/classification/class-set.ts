import { openDataset } from '../../../dataset/opening';
import { slicesBeside } from '../../../dataset/volume-slices';
import { Skipped, spread, type EvaluationSet, type SetOptions } from '../../evaluation-set';
import type { JudgedModel } from '../../judged-model';

/**
 * The inputs of a folder with the class of each under every model.
 * @throws LensError `not-found` when the folder cannot be read or no input is left
 */
export function openClassSet(
  folder: string,
  models: readonly JudgedModel[],
  { labelling, limit, slices }: SetOptions,
): EvaluationSet<number | null> {
  const skipped = new Skipped();
  const sets = models.map(({ labels, aliases, classes }) =>
    openDataset(folder, { modelLabels: labels, modelAliases: aliases, outputs: classes, labelling, slices }),
  );
  const labels = sets.map((set, m) => {
    const { name: model, classes: count } = models[m];
    for (const { name, reason } of set.leftOut) skipped.add(name, reason);
    const known = new Map(set.samples.map((sample) => [sample.name, sample.label]));
    for (const [name, label] of known)
      if (label !== null && label >= count)
        skipped.add(name, `its label ${set.classes[label]} is class ${label}, but ${model} has ${count} classes`);
    return known;
  });
  const inputs = sets[0].samples
    .filter(({ name }) => !skipped.has(name))
    .map(({ name, path, mask }) => ({
      name,
      path,
      mask,
      truths: labels.map((known) => known.get(name) ?? null),
      ...slicesBeside(sets[0].root, name, slices),
    }));
  if (inputs.length === 0)
    throw skipped.nothingLeft(folder, 'Check the labels, or the labels in the sidecar of the model');
  return {
    inputs: spread(inputs, limit),
    skipped: skipped.list,
    labelling: sets[0].labelling,
    notes: sets.map((set, m) => [...remarksOn(models[m]), ...set.notes]),
    classes: sets.map((set, m) => classNames(models[m], set.classes)),
  };
}

function remarksOn({ task, labels }: JudgedModel): string[] {
  return [
    ...(task === 'multi-label'
      ? ['The model gives each label a probability of its own: the most probable one counts as its prediction.']
      : []),
    ...(labels.length === 0 ? ['The model names no classes: those of the folder are taken in sorted order.'] : []),
  ];
}

function classNames({ labels, classes }: JudgedModel, ofFolder: readonly string[]): string[] {
  const names = labels.length > 0 ? labels : ofFolder;
  return Array.from({ length: classes }, (_, k) => names[k] ?? `class ${k}`);
}
