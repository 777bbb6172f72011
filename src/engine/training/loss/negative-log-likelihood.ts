import { classLoss } from './class-loss';
import { defineLoss } from './loss';
import { classWeights, ignoreIndex, reduction } from './parameters';

/** Of an output that holds log-probabilities already. */
export const negativeLogLikelihood = defineLoss({
  id: 'negative-log-likelihood',
  label: 'Negative log-likelihood',
  targets: 'classes',
  params: [classWeights, ignoreIndex, reduction],
  build: (context, params) => classLoss(context, context.output, { ...params, labelSmoothing: 0 }),
});
