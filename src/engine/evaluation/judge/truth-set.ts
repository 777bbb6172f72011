import { join } from 'node:path';
import type { MaskSource } from '../../dataset/dataset';
import { classesOfLabels, classesOfModel, type Classes } from '../../dataset/classes';
import type { Annotations, AnnotationForm } from '../../dataset/annotation/annotation';
import { openAnnotations } from '../../dataset/annotation/opening';
import { slicesBeside } from '../../dataset/volume-slices';
import { Skipped, spread, type EvaluationSet, type SetOptions } from '../evaluation-set';
import type { JudgedModel } from '../judged-model';

/** How annotations are read for one model. */
export interface TruthReading<T, Truth> {
  /** What its classes, labels or quantities are called. */
  readonly names: readonly string[];
  /** What a person should know. */
  readonly notes: readonly string[];
  /** @returns null for an input that takes no part */
  truth(annotated: T): Truth | null;
}

/** What a task keeps its truth in, and how it is read. */
export interface TruthSource<T, Truth> {
  readonly forms: readonly AnnotationForm<T>[];
  read(found: Annotations<T>, model: JudgedModel): TruthReading<T, Truth>;
  /** Where the object of an input is marked. */
  mask?(annotated: T): MaskSource | null;
  /** Why an input takes no part whose truth is null. */
  readonly without: string;
}

/** The inputs of a folder that are annotated, with what is true of each under every model. @throws LensError */
export function openTruthSet<T, Truth>(
  folder: string,
  models: readonly JudgedModel[],
  { labelling, limit, slices }: SetOptions,
  { forms, read, mask, without }: TruthSource<T, Truth>,
): EvaluationSet<Truth> {
  const [{ labels: names, classes: outputs }] = models;
  const found = openAnnotations(folder, forms, { labelling, names, outputs, slices });
  const { root, inputs: all, others, unusable } = found.listing;
  const readings = models.map((model) => read(found, model));
  const skipped = new Skipped();
  for (const { name, reason } of [...unusable, ...(found.faults ?? [])]) skipped.add(name, reason);
  for (const name of others) if (!found.owns(name)) skipped.add(name, 'neither an image nor a .npy array');
  const inputs = all.flatMap((name) => {
    const annotated = found.of.get(name);
    if (found.owns(name) || skipped.has(name)) return [];
    const truths = readings.map((reading) => (annotated === undefined ? null : reading.truth(annotated)));
    if (annotated !== undefined && truths.every((truth) => truth !== null))
      return [
        {
          name,
          path: join(root, name),
          truths,
          mask: mask?.(annotated) ?? null,
          ...slicesBeside(root, name, slices),
        },
      ];
    skipped.add(name, annotated === undefined ? 'the annotations say nothing of it' : without);
    return [];
  });
  if (inputs.length === 0) throw skipped.nothingLeft(folder, 'Check the annotations');
  return {
    inputs: spread(inputs, limit),
    skipped: skipped.list,
    labelling: { id: found.id, description: found.description },
    notes: readings.map(({ notes }) => notes),
    classes: readings.map((reading) => reading.names),
  };
}

/** How the labels of annotations find the outputs of a model: by its own names, else by those of the annotations. */
export function classesFor(
  { labels, aliases, classes: outputs }: JudgedModel,
  { names }: Pick<Annotations<unknown>, 'names'>,
  occurring: ReadonlySet<string>,
): Classes {
  if (labels.length > 0) return classesOfModel({ names: labels, aliases }, occurring, 0);
  return names ? classesOfModel({ names }, occurring, 0) : classesOfLabels(occurring, outputs, 0);
}

/** As many names as the model has outputs. */
export const outputNames = ({ classes }: JudgedModel, names: readonly string[], unnamed = 'class'): string[] =>
  Array.from({ length: classes }, (_, k) => names[k] ?? `${unnamed} ${k}`);

const MOST_NAMED = 5;

/** What a person should know of labels that are no outputs of the model. */
export function unknownLabels(counts: ReadonlyMap<string, number>, what: string): string[] {
  if (counts.size === 0) return [];
  const all = [...counts].sort(([, a], [, b]) => b - a).map(([label, count]) => `${label.slice(0, 40)} (${count})`);
  const more = all.length > MOST_NAMED ? ` and ${all.length - MOST_NAMED} more` : '';
  return [
    `The model has no class for some ${what}, which are left out: ${all.slice(0, MOST_NAMED).join(', ')}${more}.`,
  ];
}
