import { amplitude, amplitudeConvention, amplitudesOf } from '../../baseline/amplitude';
import { baselineParameters } from '../../baseline/parameters';
import { integer } from '../../parameter/kinds';
import type { ValuesOf } from '../../parameter/schema';
import { row, type FloatTensor } from '../../tensor/tensor';
import { baselineOf } from '../baseline';
import { gradientsAt } from './gradients';
import type { MethodContext } from '../method';

/**
 * The way from a baseline to a noisy copy of the input, and a random place on it: both arrays have the input's size.
 */
export interface RandomPath {
  readonly start: Float32Array;
  readonly end: Float32Array;
  readonly alpha: number;
}

export const randomPathParameters = Object.freeze([
  integer({ name: 'samples', label: 'Samples', default: 50, minimum: 1, maximum: 10000 }),
  amplitude({ name: 'stdev', label: 'Noise', default: 0, description: 'Standard deviation' }),
  amplitudeConvention,
  ...baselineParameters(),
] as const);

type RandomPathContext = MethodContext<ValuesOf<typeof randomPathParameters>>;

/** Calls `visit` with each sample's path and the gradient of `wrt` at its random place, in the samples' order. */
export async function alongRandomPaths(
  context: RandomPathContext,
  wrt: string,
  visit: (path: RandomPath, gradient: Float32Array, index: number) => Promise<void>,
): Promise<void> {
  const pathAt = randomPaths(context);
  const batch = new Map<number, RandomPath>();
  await gradientsAt(
    context,
    context.params.samples,
    (i, into) => {
      const path = pathAt(i);
      batch.set(i, path);
      for (let k = 0; k < into.length; k++) into[k] = path.alpha * path.end[k] + (1 - path.alpha) * path.start[k];
    },
    { wrt: [wrt] },
    async ({ start, end, gradients }) => {
      for (let i = start; i < end; i++) await visit(batch.get(i)!, row(gradients[0], i - start).data, i);
      batch.clear();
    },
  );
}

/**
 * Equal baselines, and the input where it gets no noise, are the same array each time: what is remembered of them is
 * shared.
 */
function randomPaths(context: RandomPathContext): (index: number) => RandomPath {
  const { draws, input } = context;
  const stored = draws.given('baselines') as FloatTensor | undefined;
  const baselines = stored
    ? Array.from({ length: stored.dims[0] }, (_, k) => row(stored, k).data)
    : [baselineOf(context).data];
  const { stdev, convention } = context.params;
  const stdevs = amplitudesOf(context, stdev, convention);
  const noisy = stdev > 0 || draws.given('noise') !== undefined;
  return (index) => {
    const noise = noisy ? draws.noise('noise', index, input.dims.slice(1), stdevs).data : undefined;
    return {
      start: baselines[stored ? draws.below('baselineIndex', index, baselines.length) : 0],
      end: noise ? input.data.map((v, k) => v + noise[k]) : input.data,
      alpha: draws.uniform('alphas', index),
    };
  };
}
