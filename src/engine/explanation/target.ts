import type { PredictResult } from '../../protocol/prediction';
import type { TargetRequest } from '../../protocol/explain';
import type { FloatMap } from '../../protocol/raster';
import type { NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import type { JobOptions } from '../session/execution';
import type { Score } from '../session/score';
import { boxTarget, requestedBox } from './box-target';
import type { ExplainedTarget } from './explained-target';
import { namedTarget, targetIndex } from './target-names';
import { differenceTarget, groupTarget, referenceTarget, valueTarget } from './vector-target';

/**
 * The score of a class; for a dense output summed over the given region, by default the one predicted as that class; of
 * numbers at positions their mean, by default over all.
 */
export function classScore(index: number, predicted: Pick<PredictResult, 'dense' | 'link'>, region?: FloatMap): Score {
  const { link } = predicted;
  if (!predicted.dense) return { index, kind: 'logit', link };
  const { classes, estimates } = predicted.dense;
  if (estimates)
    return { index, kind: 'logit', link, mask: shares(region?.data ?? new Float32Array(classes.length).fill(1)) };
  const mask = region ? region.data : Float32Array.from(classes, (k) => (k === index ? 1 : 0));
  return { index, kind: 'logit', link, mask: mask.some((v) => v > 0) ? mask : new Float32Array(mask.length).fill(1) };
}

/** Weights that add up to 1. */
function shares(region: Float32Array): Float32Array {
  const total = region.reduce((a, b) => a + b, 0) || 1;
  return region.map((weight) => weight / total);
}

/** What a request asks to explain. @throws LensError when there is no such class or box */
export async function requestedTarget(
  model: OpenedModel,
  input: NetworkInput,
  request: TargetRequest,
  predicted: PredictResult,
  options: JobOptions = {},
): Promise<ExplainedTarget> {
  const { targetRegion, group, difference, references } = request;
  const { detector, recipe } = model;
  if (references) return referenceTarget(model, input, references, options);
  const indexOf = (one: TargetRequest['target']): number => targetIndex(one, predicted, recipe);
  const { target, against = request.against } =
    typeof request.target === 'string' ? namedTarget(request.target, predicted, recipe) : request;
  const isOfBox = detector !== undefined && predicted.boxes !== undefined && against === undefined && !group;
  if (!isOfBox && (difference || against !== undefined)) {
    const scores = (group ?? [target]).map((one) => classScore(indexOf(one), predicted, targetRegion));
    const taken = against === undefined ? undefined : indexOf(against);
    if (difference) return valueTarget(model, input, { scores, against: taken, difference }, options);
    return differenceTarget(model, input, { scores, against: taken! }, options);
  }
  if (group) return groupTarget(model, input, group.map(indexOf), options);
  if (!detector || !predicted.boxes) return { model, score: classScore(indexOf(target), predicted, targetRegion) };
  const index = target === undefined ? undefined : indexOf(target);
  const box = requestedBox(request, predicted.boxes, index);
  return boxTarget({ ...model, detector }, input, { box, difference }, predicted, options);
}
