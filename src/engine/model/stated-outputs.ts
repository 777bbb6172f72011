import { LensError } from '../../protocol/error';
import type { CompleteRecipe, Recipe } from '../../protocol/recipe';
import { ClassFinder } from '../label/class-finder';
import { usualThreshold } from '../../protocol/label-threshold';

/** What a recipe says of the outputs one by one. */
type StatedOutputs = Pick<CompleteRecipe, 'units' | 'thresholds'>;

/**
 * Units and thresholds with one for each output.
 * @throws LensError where there are more or fewer than outputs, or a label is not one of the model
 */
export function statedOutputs(
  { units, thresholds }: Recipe,
  { labels, aliases }: Pick<CompleteRecipe, 'labels' | 'aliases'>,
  outputs: number,
): StatedOutputs {
  return {
    ...(units !== undefined && { units: forEach('units', units, outputs) }),
    ...(thresholds !== undefined && {
      thresholds: isByName(thresholds)
        ? byName(thresholds, new ClassFinder(labels, aliases), outputs)
        : forEach('thresholds', thresholds, outputs),
    }),
  };
}

const isByName = (value: NonNullable<Recipe['thresholds']>): value is Readonly<Record<string, number>> =>
  typeof value === 'object' && !Array.isArray(value);

function forEach<T extends string | number>(field: string, stated: T | readonly T[], outputs: number): readonly T[] {
  if (!Array.isArray(stated)) return new Array<T>(outputs).fill(stated as T);
  const list = stated as readonly T[];
  if (list.length === outputs) return list;
  throw new LensError({
    code: 'invalid-argument',
    what: `"${field}" has ${list.length} entries, but the model has ${outputs} outputs`,
    next: `Give ${outputs === 1 ? 'one' : `${outputs}, or one for all,`} in the sidecar`,
  });
}

function byName(stated: Readonly<Record<string, number>>, finder: ClassFinder, outputs: number): number[] {
  const thresholds = new Array<number>(outputs).fill(usualThreshold);
  for (const [name, threshold] of Object.entries(stated)) {
    const [index, ...others] = finder.find(name);
    if (index === undefined || others.length > 0 || index >= outputs)
      throw new LensError({
        code: 'invalid-argument',
        what: `"thresholds" names ${name.slice(0, 100)}, which is ${others.length > 0 ? 'more than one label' : 'no label'} of the model`,
        next: 'Name its labels as "labels" in the sidecar does',
      });
    thresholds[index] = threshold;
  }
  return thresholds;
}
