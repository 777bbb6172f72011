import type { Model } from '../graph/model';

const POOLS: ReadonlySet<string> = new Set(['MaxPool', 'AveragePool']);

/**
 * Whether ONNX Runtime might take a Pad and the pool after it for one operator. It then pads the largest of negative
 * numbers with less than the 0 that Pad writes, counts the rows that a pool rounds up to anew, and refuses padding as
 * wide as the window. The two may stand apart in the graph: transposes between them are moved away.
 */
export function padsBeforePools({ graph }: Model): boolean {
  const standard = graph.nodes.filter(({ domain }) => domain === '');
  return standard.some(({ op }) => op === 'Pad') && standard.some(({ op }) => POOLS.has(op));
}
