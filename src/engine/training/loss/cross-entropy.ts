import { int } from '../../graph/model';
import { number } from '../../parameter/kinds';
import { classLoss } from './class-loss';
import { defineLoss } from './loss';
import { classWeights, ignoreIndex, reduction } from './parameters';

/** Of logits: label smoothing as Szegedy et al. 2016 (https://arxiv.org/abs/1512.00567), weights as PyTorch has them. */
export const crossEntropy = defineLoss({
  id: 'cross-entropy',
  label: 'Cross-entropy',
  targets: 'classes',
  params: [
    number({
      name: 'labelSmoothing',
      label: 'Label smoothing',
      description: 'Share of every label that is spread over all classes',
      default: 0,
      minimum: 0,
      maximum: 1,
    }),
    classWeights,
    ignoreIndex,
    reduction,
  ],
  build: (context, params) =>
    classLoss(context, context.builder.op('LogSoftmax', [context.output], { axis: int(1) }), params),
});
