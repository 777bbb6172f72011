import type { GraphBuilder } from '../graph/builder';
import { int } from '../graph/model';
import type { Statistic } from './form';

/**
 * The running statistics after a batch, by name: a share of what was known and the rest of the batch, whose variance
 * counts without bias, as PyTorch has it (n − 1).
 */
export function nextStatistics(builder: GraphBuilder, statistics: readonly Statistic[]): Map<string, string> {
  const next = new Map<string, string>();
  for (const { name, kind, ofBatch, of, momentum } of statistics) {
    const batch = kind === 'variance' ? builder.op('Mul', [ofBatch, unbiasing(builder, of, ofBatch)]) : ofBatch;
    const kept = builder.op('Mul', [next.get(name) ?? name, builder.scalar(momentum)]);
    next.set(name, builder.op('Add', [kept, builder.op('Mul', [batch, builder.scalar(1 - momentum)])]));
  }
  return next;
}

/** n / (n − 1) for the n numbers of a channel; 1 for a single one. */
function unbiasing(builder: GraphBuilder, tensor: string, perChannel: string): string {
  const size = (of: string): string => builder.op('Cast', [builder.op('Size', [of])], { to: int(1) });
  const count = builder.op('Div', [size(tensor), size(perChannel)]);
  const one = builder.scalar(1);
  return builder.op('Div', [count, builder.op('Max', [builder.op('Sub', [count, one]), one])]);
}
