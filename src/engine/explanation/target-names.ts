import type { PredictResult } from '../../protocol/prediction';
import type { TargetRequest } from '../../protocol/explain';
import { LensError } from '../../protocol/error';
import { defaultTarget } from '../../protocol/target';
import type { CompleteRecipe } from '../../protocol/recipe';
import { ClassFinder } from '../label/class-finder';

type Predicted = Pick<PredictResult, 'predictions'> & Partial<Pick<PredictResult, 'dense'>>;
type Aliases = Pick<CompleteRecipe, 'aliases'>;

/** A class, and perhaps one whose score is taken off. */
export type NamedTarget = Pick<TargetRequest, 'target' | 'against'>;

/** All classes of a name, an index, an id or a synonym. */
function classesNamed(name: string, { predictions }: Predicted, { aliases }: Aliases): readonly number[] {
  const number = /^\d+$/.test(name) ? Number(name) : -1;
  if (predictions.some(({ index }) => index === number)) return [number];
  const names = [...predictions].sort((a, b) => a.index - b.index).map(({ label }) => label);
  return new ClassFinder(names, aliases).find(name);
}

/**
 * The class asked for by index, label, id or synonym, or the predicted one; of objects in a scene the largest.
 * @throws LensError when there is none of that name, or more than one
 */
export function targetIndex(target: TargetRequest['target'], predicted: Predicted, recipe: Aliases = {}): number {
  const { predictions, dense = null } = predicted;
  if (target === undefined) return defaultTarget({ predictions, dense }).index;
  const found = classesNamed(String(target), predicted, recipe);
  if (found.length === 1) return found[0];
  throw new LensError({
    code: 'invalid-argument',
    what:
      found.length > 1
        ? `${target} is the name of the classes ${found.slice(0, 10).join(', ')}`
        : `there is no class ${String(target).slice(0, 100)}; the model has ${predictions.length}`,
    next: found.length > 1 ? 'Give one of these numbers' : 'Give an index or a label of the model',
  });
}

/**
 * `A-B` as the class A and the class B whose score is taken off, wherever a minus parts two names of classes; a name
 * that holds a minus itself is a class first of all.
 * @throws LensError when it can be read in two ways
 */
export function namedTarget(text: string, predicted: Predicted, recipe: Aliases = {}): NamedTarget {
  const whole: NamedTarget = { target: text };
  if (classesNamed(text, predicted, recipe).length > 0) return whole;
  const readings = Array.from(text.matchAll(/[-−]/g), ({ index }) => ({
    target: text.slice(0, index).trim(),
    against: text.slice(index + 1).trim(),
  })).filter((names) => Object.values(names).every((name) => classesNamed(name, predicted, recipe).length > 0));
  if (readings.length < 2) return readings[0] ?? whole;
  throw new LensError({
    code: 'invalid-argument',
    what: `${text.slice(0, 100)} can be read as ${readings.map((one) => `${one.target} less ${one.against}`).join(' or ')}`,
    next: 'Give the numbers of the two classes, such as 3-7',
  });
}
