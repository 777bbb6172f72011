import type { SkippedInput } from '../../protocol/evaluation';
import { LensError } from '../../protocol/error';
import type { MaskSource } from '../dataset/dataset';
import { openDataset } from '../dataset/opening';
import type { OpenedModel } from '../model/opening';

/** One input of the folder, with its class under each model. */
export interface EvaluationInput {
  readonly name: string;
  readonly path: string;
  readonly labels: readonly (number | null)[];
  readonly mask: MaskSource | null;
}

/** The inputs that every model can be asked about, in a fixed order, so that models are compared on the same ones. */
export interface EvaluationSet {
  readonly inputs: readonly EvaluationInput[];
  readonly skipped: readonly SkippedInput[];
  readonly labelling: { readonly id: string; readonly description: string };
  /** Names of each model's classes. */
  readonly classes: readonly (readonly string[])[];
  /** Of each model: what a person should know about how labels were read. */
  readonly notes: readonly (readonly string[])[];
}

/** Classes a model tells apart. */
export const classesOf = (model: OpenedModel): number => model.network.scores;

/** @throws LensError `not-found` when the folder cannot be read or no input is left */
export function openEvaluationSet(
  folder: string,
  models: readonly { readonly name: string; readonly opened: OpenedModel }[],
  options: { labelling?: string; limit?: number },
): EvaluationSet {
  const skipped = new Map<string, string[]>();
  const skip = (name: string, reason: string): unknown =>
    skipped.set(name, [...new Set([...(skipped.get(name) ?? []), reason])]);
  const sets = models.map(({ opened }) =>
    openDataset(folder, {
      modelLabels: opened.recipe.labels,
      modelAliases: opened.recipe.aliases,
      outputs: classesOf(opened),
      labelling: options.labelling,
    }),
  );
  const labels = sets.map((set, m) => {
    const { name: model, opened } = models[m];
    for (const { name, reason } of set.leftOut) skip(name, reason);
    const count = classesOf(opened);
    const known = new Map(set.samples.map((sample) => [sample.name, sample.label]));
    for (const [name, label] of known)
      if (label !== null && label >= count)
        skip(name, `its label ${set.classes[label]} is class ${label}, but ${model} has ${count} classes`);
    return known;
  });
  const inputs = sets[0].samples
    .filter(({ name }) => !skipped.has(name))
    .map(({ name, path, mask }) => ({ name, path, mask, labels: labels.map((known) => known.get(name) ?? null) }));
  if (inputs.length === 0) {
    const [first] = [...skipped].map(([name, reasons]) => `${name}: ${reasons[0]}`);
    throw new LensError({
      code: 'not-found',
      what: `no input of the folder can be used${first ? ` (${first})` : ''}`,
      where: folder,
      next: 'Check the labels, or the labels in the sidecar of the model',
    });
  }
  return {
    inputs: spread(inputs, options.limit),
    skipped: [...skipped].map(([name, reasons]) => ({ name, reason: reasons.join('; ') })),
    labelling: sets[0].labelling,
    notes: sets.map((set) => set.notes),
    classes: sets.map((set, m) => classNames(models[m].opened, set.classes)),
  };
}

function classNames({ recipe, network }: OpenedModel, ofFolder: readonly string[]): string[] {
  const names = recipe.labels.length > 0 ? recipe.labels : ofFolder;
  return Array.from({ length: network.scores }, (_, k) => names[k] ?? `class ${k}`);
}

/** At most `limit` of a list, evenly over its length, since class folders follow one another. */
function spread<T>(list: readonly T[], limit: number | undefined): readonly T[] {
  if (limit === undefined || limit === 0 || limit >= list.length) return list;
  return Array.from({ length: limit }, (_, i) => list[Math.floor((i * list.length) / limit)]);
}
