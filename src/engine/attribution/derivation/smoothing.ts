import type { Parameter } from '../../../protocol/parameter';
import { floats } from '../../tensor/tensor';
import { baselineOf, baselineParameter } from '../baseline';
import { gradientsAt } from './gradients';
import { multiplied } from '../gradient/integrated-gradients';
import type { AttributionMethod, MethodContext } from '../method';
import { pathIntegral } from './path';
import { quadratureOf, quadratureParameter } from './quadrature';

/**
 * First and second moment of an attribution over noisy copies of the input, in double precision: their difference is
 * small.
 */
export interface Moments {
  readonly mean: Float64Array;
  readonly meanOfSquares: Float64Array;
}

/** Parameters that smoothgrad, its square and vargrad share. */
export const smoothingParameters: readonly Parameter[] = Object.freeze([
  {
    name: 'over',
    label: 'Of',
    kind: 'choice',
    default: 'gradient',
    choices: [
      { value: 'gradient', label: 'Gradient' },
      { value: 'integrated-gradients', label: 'Integrated gradients' },
    ],
  },
  { name: 'samples', label: 'Samples', kind: 'integer', default: 25, minimum: 1, maximum: 10000 },
  {
    name: 'stdev',
    label: 'Noise',
    kind: 'number',
    default: 0.15,
    minimum: 0,
    unit: 'standard deviation, in input units',
    description: 'The paper takes 10–20 % of the range of the input',
  },
  {
    name: 'steps',
    label: 'Steps',
    kind: 'integer',
    default: 10,
    minimum: 1,
    advanced: true,
    description: 'Of integrated gradients',
  },
  { ...quadratureParameter, advanced: true },
  { ...baselineParameter, advanced: true },
] satisfies Parameter[]);

export const smoothingCost: AttributionMethod['cost'] = (params) =>
  2 * Number(params.samples) * (params.over === 'integrated-gradients' ? Number(params.steps) : 1);

/** Runs the attribution named by `over` on x + noise_i; sums run in sample order. */
export async function smoothingMoments(context: MethodContext): Promise<Moments> {
  const samples = Number(context.params.samples);
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

function noisyInput(context: MethodContext, index: number): Float32Array {
  const noise = context.draws.noise('noise', index, context.input.dims.slice(1), Number(context.params.stdev));
  return context.input.data.map((v, i) => v + noise.data[i]);
}

async function overGradient(
  context: MethodContext,
  samples: number,
  add: (values: Float32Array) => void,
): Promise<void> {
  const size = context.input.data.length;
  await gradientsAt(
    context,
    samples,
    (index, into) => into.set(noisyInput(context, index)),
    { wrt: [context.network.graph.input] },
    ({ start, end, gradients }) => {
      for (let i = 0; i < end - start; i++) add(gradients[0].data.subarray(i * size, (i + 1) * size));
    },
  );
}

/** The baseline stays as it is; only the input is noisy. */
async function overIntegratedGradients(
  context: MethodContext,
  samples: number,
  add: (values: Float32Array) => void,
): Promise<void> {
  const baseline = baselineOf(context);
  const quadrature = quadratureOf(String(context.params.quadrature), Number(context.params.steps));
  for (let i = 0; i < samples; i++) {
    const end = floats(context.input.dims, noisyInput(context, i));
    const mean = await pathIntegral(
      { ...context, report: () => undefined },
      { along: context.network.graph.input, start: baseline, end, quadrature },
    );
    add(multiplied(mean, end, baseline).data);
    context.report((i + 1) / samples);
  }
}
