import type { Model } from '../graph/model';
import { hasTrait } from '../graph/operators';
import { floatsOf } from '../graph/weight';
import { mean } from '../statistics/values';

/** Filters of a layer that are looked at, so that large networks take no longer than others. */
const MOST_FILTERS = 64;
const LEAST_WEIGHTS = 256;
const LEAST_FILTERS = 4;

/** How far weights are from independent draws, in deviations of such draws; every kind of order counts. */
export interface Order {
  readonly layer: string;
  readonly deviations: number;
}

/**
 * How much order each layer's weights have that independent draws would not: filters that resemble one another, and
 * weights that resemble their neighbours in the kernel. Scales of filters say nothing, since a batch normalisation may
 * be folded into them.
 */
export function ordersOf({ graph }: Model): Order[] {
  return graph.nodes.flatMap((node) => {
    if (!hasTrait(node, 'linear', 'convolution')) return [];
    const name = node.inputs.slice(1).find((one) => (graph.weights.get(one)?.dims.length ?? 0) >= 2);
    const weight = name === undefined ? undefined : graph.weights.get(name)!;
    if (weight?.type !== 'float32') return [];
    const { dims, data } = floatsOf(weight);
    const filters = filtersOf(dims, data, node.op);
    if (filters.length < LEAST_FILTERS || filters.length * filters[0].length < LEAST_WEIGHTS) return [];
    const all = [resemblanceOf(filters), ...(dims.length > 2 ? [smoothnessOf(filters, dims[dims.length - 1])] : [])];
    return [{ layer: node.name || node.outputs[0], deviations: Math.max(...all.filter(Number.isFinite), 0) }];
  });
}

/** Rows of a kernel, centred and scaled to a mean square of 1. */
function filtersOf(dims: readonly number[], data: Float32Array, op: string): Float64Array[] {
  const isMatrix = dims.length === 2 && op === 'MatMul';
  const [rows, length] = isMatrix ? [dims[1], dims[0]] : [dims[0], data.length / dims[0]];
  const centre = mean(data);
  return Array.from({ length: Math.min(rows, MOST_FILTERS) }, (_, r) => {
    const row = Float64Array.from({ length }, (_, i) => data[isMatrix ? i * rows + r : r * length + i] - centre);
    const scale = Math.sqrt(mean(row.map((v) => v * v))) || 1;
    return row.map((v) => v / scale);
  });
}

/** Squared cosines of pairs of filters, which are 1/n on average where they are independent. */
function resemblanceOf(filters: readonly Float64Array[]): number {
  const n = filters[0].length;
  let [total, pairs] = [0, 0];
  for (let a = 0; a < filters.length; a++)
    for (let b = 0; b < a; b++, pairs++) total += dot(filters[a], filters[b], 0) ** 2 / n - 1;
  return total / Math.sqrt(2 * pairs);
}

/** The correlation of weights that lie side by side in a kernel. */
function smoothnessOf(filters: readonly Float64Array[], width: number): number {
  if (width < 2) return 0;
  let [total, pairs] = [0, 0];
  for (const filter of filters)
    for (let i = 1; i < filter.length; i++)
      if (i % width > 0) {
        total += filter[i] * filter[i - 1];
        pairs++;
      }
  return Math.abs(total) / Math.sqrt(pairs);
}

function dot(a: Float64Array, b: Float64Array, from: number): number {
  let total = 0;
  for (let i = from; i < a.length; i++) total += a[i] * b[i];
  return total;
}
