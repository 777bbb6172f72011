import type { PredictResult, TargetRequest } from '../../protocol/explain';
import { LensError } from '../../protocol/error';
import type { CompleteRecipe } from '../../protocol/recipe';
import type { FloatMap } from '../../protocol/raster';
import { defaultTarget } from '../../protocol/target';
import { ClassFinder } from '../label/class-finder';
import type { NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import type { JobOptions } from '../session/execution';
import type { Score } from '../session/score';
import { boxTarget, requestedBox } from './box-target';
import type { ExplainedTarget } from './explained-target';
import { groupTarget, referenceTarget } from './vector-target';

/**
 * The class asked for by index, label, id or synonym, or the predicted one; of objects in a scene the largest.
 * @throws LensError when there is none of that name, or more than one
 */
export function targetIndex(
  target: TargetRequest['target'],
  { predictions, dense = null }: Pick<PredictResult, 'predictions'> & Partial<Pick<PredictResult, 'dense'>>,
  { aliases }: Pick<CompleteRecipe, 'aliases'> = {},
): number {
  if (target === undefined) return defaultTarget({ predictions, dense }).index;
  const number = /^\d+$/.test(String(target)) ? Number(target) : -1;
  if (predictions.some(({ index }) => index === number)) return number;
  const names = [...predictions].sort((a, b) => a.index - b.index).map(({ label }) => label);
  const found = new ClassFinder(names, aliases).find(String(target));
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
 * The score of a class; for a dense output summed over the given region, by default the one predicted as that class.
 */
export function classScore(index: number, predicted: Pick<PredictResult, 'dense' | 'link'>, region?: FloatMap): Score {
  const { link } = predicted;
  if (!predicted.dense) return { index, kind: 'logit', link };
  const mask = region ? region.data : Float32Array.from(predicted.dense.classes, (k) => (k === index ? 1 : 0));
  return { index, kind: 'logit', link, mask: mask.some((v) => v > 0) ? mask : new Float32Array(mask.length).fill(1) };
}

/** What a request asks to explain. @throws LensError when there is no such class or box */
export async function requestedTarget(
  model: OpenedModel,
  input: NetworkInput,
  request: TargetRequest,
  predicted: PredictResult,
  options: JobOptions = {},
): Promise<ExplainedTarget> {
  const { target, targetRegion, group, references } = request;
  const { detector, recipe } = model;
  if (references) return referenceTarget(model, input, references, options);
  if (group)
    return groupTarget(
      model,
      input,
      group.map((one) => targetIndex(one, predicted, recipe)),
      options,
    );
  if (!detector || !predicted.boxes)
    return { model, score: classScore(targetIndex(target, predicted, recipe), predicted, targetRegion) };
  const index = target === undefined ? undefined : targetIndex(target, predicted, recipe);
  const box = requestedBox(request, predicted.boxes, index);
  return boxTarget({ ...model, detector }, input, box, predicted, options);
}
