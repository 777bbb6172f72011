import type { FilterKernels } from '../../protocol/filters';
import type { Steps } from '../tensor/steps';
import { frequencyResponse } from './frequency';
import { healthOf, normsOf, statisticsOf } from './health';
import { falling, similarityChain } from './order';
import type { KernelLayer } from './source';

/**
 * Numbers sent at once, 16 MB; of a larger layer (fully connected ones, mostly) only its strongest filters are sent.
 */
const MOST_VALUES = 2 ** 22;

/** The kernels of a layer with everything a person may want to sort and judge them by. */
export function* kernelsOf({ layer, read }: KernelLayer): Steps<FilterKernels> {
  const values = read();
  yield;
  const [filters, ...rest] = layer.dims;
  const size = values.length / filters;
  const norms = yield* normsOf(values, layer.dims);
  const norm = falling(norms);
  const sent = Math.max(1, Math.min(filters, Math.floor(MOST_VALUES / size)));
  const indices = norm.slice(0, sent).sort();
  // A copy in any case: the values may be a view of the whole file.
  const data = new Float32Array(sent * size);
  indices.forEach((f, k) => data.set(values.subarray(f * size, (f + 1) * size), k * size));
  const [, height, width] = rest;
  return {
    layer: { ...layer, health: yield* healthOf(values, layer.dims, norms) },
    kernels: { dims: [sent, ...rest], data },
    indices,
    norms,
    statistics: yield* statisticsOf(values),
    orders: { norm, similarity: yield* similarityChain(values, norms) },
    frequency: height * width > 1 ? yield* frequencyResponse(data, [sent, ...rest]) : null,
  };
}
