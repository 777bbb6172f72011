import { int } from '../../graph/model';
import type { LossContext } from './loss';

/** The sum of all numbers of a tensor, or their mean. */
export const reduced = ({ builder }: LossContext, each: string, reduction: 'mean' | 'sum'): string =>
  builder.op(reduction === 'mean' ? 'ReduceMean' : 'ReduceSum', [each], { keepdims: int(0) });
