import type { PredictResult, TargetRequest } from '../../protocol/explain';
import { LensError } from '../../protocol/error';
import type { FloatMap } from '../../protocol/raster';
import type { Score } from '../session/score';

/** The class asked for by index or label, or the predicted one. @throws LensError when there is none of that name */
export function targetIndex(target: TargetRequest['target'], predicted: PredictResult): number {
  if (target === undefined) return predicted.predictions[0].index;
  const wanted = typeof target === 'string' && /^\d+$/.test(target) ? Number(target) : target;
  const found = predicted.predictions.find((p) =>
    typeof wanted === 'number' ? p.index === wanted : p.label.toLowerCase() === wanted.toLowerCase(),
  );
  if (found) return found.index;
  throw new LensError({
    code: 'invalid-argument',
    what: `there is no class ${target}; the model has ${predicted.predictions.length}`,
    next: 'Give an index or a label of the model',
  });
}

/**
 * The score of a class; for a dense output summed over the given region, by default the one predicted as that class.
 */
export function classScore(index: number, predicted: Pick<PredictResult, 'dense'>, region?: FloatMap): Score {
  if (!predicted.dense) return { index, kind: 'logit' };
  const mask = region ? region.data : Float32Array.from(predicted.dense.classes, (k) => (k === index ? 1 : 0));
  return { index, kind: 'logit', mask: mask.some((v) => v > 0) ? mask : new Float32Array(mask.length).fill(1) };
}

/** The score that a request asks to explain. @throws LensError when there is no such class */
export function requestedScore({ target, targetRegion }: TargetRequest, predicted: PredictResult): Score {
  return classScore(targetIndex(target, predicted), predicted, targetRegion);
}
