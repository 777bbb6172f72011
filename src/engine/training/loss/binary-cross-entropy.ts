import { LensError } from '../../../protocol/error';
import { numbers } from '../../parameter/kinds';
import { floats } from '../../tensor/tensor';
import { defineLoss, type LossContext } from './loss';
import { reduction } from './parameters';
import { reduced } from './reduction';

/** Of one logit z per label with a target t in 0 … 1: p t softplus(−z) + (1 − t) softplus(z). */
export const binaryCrossEntropy = defineLoss({
  id: 'binary-cross-entropy-with-logits',
  label: 'Binary cross-entropy',
  targets: 'values',
  params: [
    numbers({
      name: 'positiveWeights',
      label: 'Weights of positive labels',
      description: 'How much a label that is there counts, per class; as much as one that is not by default',
      default: null,
      advanced: true,
    }),
    reduction,
  ],
  build(context, { positiveWeights, reduction }) {
    const { builder, output, targets } = context;
    const wanted = builder.op('Mul', [targets, builder.op('Softplus', [builder.op('Neg', [output])])]);
    const unwanted = builder.op('Mul', [
      builder.op('Sub', [builder.scalar(1), targets]),
      builder.op('Softplus', [output]),
    ]);
    const weighted = positiveWeights ? builder.op('Mul', [wanted, weightsOf(context, positiveWeights)]) : wanted;
    return reduced(context, builder.op('Add', [weighted, unwanted]), reduction);
  },
});

function weightsOf({ builder, shape }: LossContext, given: readonly number[]): string {
  if (given.length === shape[1]) return builder.constant(floats([given.length, ...shape.slice(2).map(() => 1)], given));
  throw new LensError({
    code: 'invalid-argument',
    what: `there are ${given.length} weights of positive labels for ${shape[1]} labels`,
    next: 'Give one weight per label',
  });
}
