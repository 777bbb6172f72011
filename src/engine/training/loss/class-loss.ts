import { LensError } from '../../../protocol/error';
import { int } from '../../graph/model';
import { floats, integers } from '../../tensor/tensor';
import type { LossContext } from './loss';
import { reduced } from './reduction';

interface ClassLossOptions {
  readonly classWeights: readonly number[] | null;
  readonly ignoreIndex: number;
  readonly reduction: 'mean' | 'sum';
  /** Share e of every label that is spread over all classes. */
  readonly labelSmoothing: number;
}

/**
 * Σ q (−l) for log-probabilities l [N, C, …], where q is (1 − e) w of the label's class and e w/C of every class, and 0
 * where the label counts as none. The mean divides by the weights w of the labels that count.
 */
export function classLoss(context: LossContext, logProbabilities: string, options: ClassLossOptions): string {
  const { builder } = context;
  const { labelSmoothing, reduction } = options;
  const classes = classCount(context);
  const { isLabel, counts } = labels(context, classes, options.ignoreIndex);
  const weights = weightsOf(context, classes, options.classWeights);
  const weighted = (tensor: string): string => (weights ? builder.op('Mul', [tensor, weights]) : tensor);
  const hot = weighted(isLabel);
  const share = () => builder.op('Mul', [weighted(counts), builder.scalar(labelSmoothing / classes)]);
  const q =
    labelSmoothing === 0
      ? hot
      : builder.op('Add', [builder.op('Mul', [hot, builder.scalar(1 - labelSmoothing)]), share()]);
  const sum = builder.op('Neg', [reduced(context, builder.op('Mul', [logProbabilities, q]), 'sum')]);
  return reduction === 'sum' ? sum : builder.op('Div', [sum, reduced(context, hot, 'sum')]);
}

function classCount({ shape, output }: LossContext): number {
  const classes = shape[1];
  if (typeof classes === 'number') return classes;
  throw new LensError({
    code: 'unsupported-model',
    what: 'the number of classes is not fixed, so no loss can be taken',
    where: output,
    next: 'Export the model with a fixed number of classes',
  });
}

/** As 0 and 1: which class is the label [N, C, …], and which labels count [N, 1, …]. */
function labels(
  { builder, shape, targets }: LossContext,
  classes: number,
  ignoreIndex: number,
): { isLabel: string; counts: string } {
  const label = builder.op('Unsqueeze', [targets, builder.integers(1)]);
  const dims = [classes, ...shape.slice(2).map(() => 1)];
  const numbered = builder.constant(
    integers(
      Array.from({ length: classes }, (_, c) => c),
      dims,
    ),
    'classes',
  );
  const real = (condition: string): string => builder.op('Cast', [condition], { to: int(1) });
  const counts = real(builder.op('Not', [builder.op('Equal', [label, builder.integers(ignoreIndex)])]));
  const hot = real(builder.op('Equal', [label, numbered]));
  const ignorable = ignoreIndex >= 0 && ignoreIndex < classes;
  return { isLabel: ignorable ? builder.op('Mul', [hot, counts]) : hot, counts };
}

function weightsOf({ builder, shape }: LossContext, classes: number, given: readonly number[] | null) {
  if (!given) return undefined;
  if (given.length === classes) return builder.constant(floats([classes, ...shape.slice(2).map(() => 1)], given));
  throw new LensError({
    code: 'invalid-argument',
    what: `there are ${given.length} class weights for ${classes} classes`,
    next: 'Give one weight per class',
  });
}
