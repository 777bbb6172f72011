import { amplitude, amplitudeConvention, amplitudesOf } from '../../baseline/amplitude';
import { baselineParameters } from '../../baseline/parameters';
import { choice, integer } from '../../parameter/kinds';
import type { ValuesOf } from '../../parameter/schema';
import { floats } from '../../tensor/tensor';
import { baselineOf } from '../baseline';
import { gradientsAt } from './gradients';
import type { MethodContext } from '../method';
import { multiplied, pathIntegral } from './path';
import { quadratureOf, quadratureParameter } from './quadrature';

/**
 * First and second moment of an attribution over noisy copies of the input, in double precision: their difference is
 * small.
 */
export interface Moments {
  readonly mean: Float64Array;
  readonly meanOfSquares: Float64Array;
}

/** Of parameters that only integrated gradients have. */
const ofPaths = { name: 'over', values: ['integrated-gradients'] };

/** Parameters that smoothgrad, its square and vargrad share. */
export const smoothingParameters = Object.freeze([
  choice({
    name: 'over',
    label: 'Of',
    default: 'gradient',
    choices: [
      { value: 'gradient', label: 'Gradient' },
      { value: 'integrated-gradients', label: 'Integrated gradients' },
    ],
  }),
  integer({ name: 'samples', label: 'Samples', default: 25, minimum: 1, maximum: 10000 }),
  amplitude({
    name: 'stdev',
    label: 'Noise',
    default: 0.15,
    description: 'Standard deviation; the paper takes 10–20 % of the range of the input',
  }),
  amplitudeConvention,
  integer({
    name: 'steps',
    label: 'Steps',
    default: 10,
    minimum: 1,
    advanced: true,
    description: 'Of integrated gradients',
    usedWith: ofPaths,
  }),
  { ...quadratureParameter, advanced: true, usedWith: ofPaths },
  ...baselineParameters({ advanced: true, usedWith: ofPaths }),
] as const);

type SmoothingValues = ValuesOf<typeof smoothingParameters>;

export const smoothingCost = ({ over, samples, steps }: SmoothingValues): number =>
  2 * samples * (over === 'integrated-gradients' ? steps : 1);

/** Runs the attribution named by `over` on x + noise_i; sums run in sample order. */
export async function smoothingMoments(context: MethodContext<SmoothingValues>): Promise<Moments> {
  const samples = context.params.samples;
  const sum = new Float64Array(context.input.data.length);
  const squares = new Float64Array(context.input.data.length);
  const add = (values: Float32Array) =>
    values.forEach((v, i) => {
      sum[i] += v;
      squares[i] += v * v;
    });
  if (context.params.over === 'integrated-gradients') await overIntegratedGradients(context, samples, add);
  else await overGradient(context, samples, add);
  return { mean: sum.map((v) => v / samples), meanOfSquares: squares.map((v) => v / samples) };
}

/** The noisy copies of the input, by index. */
function noisyInputs(context: MethodContext<SmoothingValues>): (index: number) => Float32Array {
  const { input, draws, params } = context;
  const stdevs = amplitudesOf(context, params.stdev, params.convention);
  return (index) => {
    const noise = draws.noise('noise', index, input.dims.slice(1), stdevs);
    return input.data.map((v, i) => v + noise.data[i]);
  };
}

async function overGradient(
  context: MethodContext<SmoothingValues>,
  samples: number,
  add: (values: Float32Array) => void,
): Promise<void> {
  const size = context.input.data.length;
  const noisyAt = noisyInputs(context);
  await gradientsAt(
    context,
    samples,
    (index, into) => into.set(noisyAt(index)),
    { wrt: [context.network.graph.input] },
    ({ start, end, gradients }) => {
      for (let i = 0; i < end - start; i++) add(gradients[0].data.subarray(i * size, (i + 1) * size));
    },
  );
}

/** The baseline stays as it is; only the input is noisy. */
async function overIntegratedGradients(
  context: MethodContext<SmoothingValues>,
  samples: number,
  add: (values: Float32Array) => void,
): Promise<void> {
  const baseline = baselineOf(context);
  const quadrature = quadratureOf(context.params);
  const noisyAt = noisyInputs(context);
  for (let i = 0; i < samples; i++) {
    const end = floats(context.input.dims, noisyAt(i));
    const mean = await pathIntegral(
      { ...context, report: () => undefined },
      { along: context.network.graph.input, start: baseline, end, quadrature },
    );
    add(multiplied(mean, end, baseline).data);
    context.report((i + 1) / samples);
  }
}
