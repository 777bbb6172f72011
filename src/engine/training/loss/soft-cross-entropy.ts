import { int } from '../../graph/model';
import { defineLoss } from './loss';

/** −Σ p log q per sample, of logits of q against probabilities p; the mean over samples and positions. */
export const softCrossEntropy = defineLoss({
  id: 'soft-cross-entropy',
  label: 'Cross-entropy with probabilities',
  targets: 'values',
  params: [],
  build({ builder, output, targets }) {
    const terms = builder.op('Mul', [targets, builder.op('LogSoftmax', [output], { axis: int(1) })]);
    const each = builder.op('ReduceSum', [terms, builder.integers(1)], { keepdims: int(0) });
    return builder.op('Neg', [builder.op('ReduceMean', [each], { keepdims: int(0) })]);
  },
});
