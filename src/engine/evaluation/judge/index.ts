import { LensError } from '../../../protocol/error';
import type { TaskId } from '../../../protocol/task';
import type { EvaluationSet, SetOptions } from '../evaluation-set';
import type { JudgedModel } from '../judged-model';
import { classification } from './classification';
import { detection } from './detection';
import { embedding } from './embedding';
import type { Judge } from './judge';
import { multiLabel } from './multi-label';
import { numberMaps } from './number-maps';
import { regression } from './regression';
import { segmentation } from './segmentation';

/** Of the judges of a task, the first that finds in a folder what it judges by. */
const JUDGES: readonly Judge[] = Object.freeze<Judge[]>([
  detection,
  segmentation,
  numberMaps,
  regression,
  embedding,
  multiLabel,
  classification,
]);

/** Whether inputs of a task have one label each, which no form of annotations tells but the ways of labelling. */
export const isOfClasses = (task: TaskId): boolean =>
  JUDGES.find(({ tasks }) => tasks.includes(task))?.forms === undefined;

/** Why a model that no judge knows is not evaluated on a folder. */
export function problemOf(
  model: Pick<JudgedModel, 'task' | 'dense'>,
): { readonly what: string; readonly next: string } | null {
  if (model.task === 'embedding' && model.dense)
    return {
      what: 'the model makes a vector at every position, which are not compared over a folder',
      next: 'Choose a model of one vector for each image, or say "output" in the sidecar where it has one',
    };
  return null;
}

/**
 * The judge of the models, and the inputs of a folder with what is true of them.
 * @throws LensError `unsupported-model` for models that no judge knows, or that none can judge together; `not-found` for
 * a folder without what they are judged by
 */
export function openJudged(
  folder: string,
  models: readonly JudgedModel[],
  options: SetOptions,
): { readonly judge: Judge; readonly set: EvaluationSet } {
  for (const model of models) {
    const problem = problemOf(model);
    if (problem) throw new LensError({ code: 'unsupported-model', ...problem, where: model.name });
  }
  const judges = JUDGES.filter(({ tasks }) => models.every(({ task }) => tasks.includes(task)));
  for (const judge of judges) {
    const set = judge.open(folder, models, options);
    if (set) return { judge, set };
  }
  const tasks = models
    .map(({ name, task, dense }) => `${name} (${task}${dense ? ' at every position' : ''})`)
    .join(', ');
  throw new LensError({
    code: 'unsupported-model',
    what: `the models have tasks that are not judged alike: ${tasks.slice(0, 300)}`,
    next: 'Evaluate models of one task together',
  });
}
