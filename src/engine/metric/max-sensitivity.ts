import { amplitude, amplitudeConvention, amplitudesOf } from '../baseline/amplitude';
import { integer } from '../parameter/kinds';
import type { ValuesOf } from '../parameter/schema';
import { INFIDELITY } from '../literature/papers';
import { euclidean } from '../statistics/distance';
import { norm } from '../statistics/values';
import { floats, row, type FloatTensor } from '../tensor/tensor';
import {
  channelSum,
  defineMetric,
  once,
  positionsOf,
  required,
  type Explainer,
  type MetricWork,
  type Subject,
} from './metric';
import { inBatches } from './scoring';
import type { Witness } from './witness';

export interface SensitivityOptions {
  readonly samples: number;
  /** Writes the sample's noise, which is ADDED to the input. */
  noise(sample: number, target: Float32Array): void;
  readonly explain: Explainer;
  readonly batch: number;
  readonly signal?: AbortSignal;
  readonly witness?: Witness;
}

/** ‖E(x + noise) − E(x)‖₂ / ‖E(x)‖₂ of every sample, over the whole attribution. @param attribution E(x) */
export async function sensitivityRatios(
  input: FloatTensor,
  attribution: FloatTensor,
  options: SensitivityOptions,
): Promise<Float64Array> {
  const { samples, noise, explain, batch, signal, witness } = options;
  const clean = attribution.data;
  const ratios = new Float64Array(samples);
  const fill = (sample: number, target: Float32Array): void => {
    noise(sample, target);
    for (let i = 0; i < target.length; i++) target[i] += input.data[i];
  };
  await inBatches({ count: samples, dims: input.dims.slice(1), fill, batch, signal }, async (inputs, first) => {
    const explained = await explain(inputs);
    for (let r = 0; r < inputs.dims[0]; r++) {
      const own = row(explained, r);
      ratios[first + r] = euclidean(own.data, clean) / norm(clean);
      witness?.trial({
        what: `noise ${first + r + 1}`,
        input: floats(input.dims, row(inputs, r).data.slice()),
        faint: true,
        map: channelSum(own),
        number: ratios[first + r],
        of: 'change of the map',
      });
    }
  });
  return ratios;
}

export const SENSITIVITY_PARAMETERS = Object.freeze([
  amplitude({ name: 'radius', label: 'Radius', description: 'Largest change of a value', default: 0.02 }),
  amplitudeConvention,
  integer({ name: 'samples', label: 'Samples', default: 10, minimum: 1 }),
] as const);

type SensitivityValues = ValuesOf<typeof SENSITIVITY_PARAMETERS>;

const sensitivityKey = ({ radius, convention, samples }: SensitivityValues): string =>
  `sensitivity ${radius} ${convention} ${samples}`;

/** What the largest and the mean run, once for both. */
export const sensitivityWork = (params: SensitivityValues): MetricWork => ({
  explained: params.samples,
  once: sensitivityKey(params),
});

/** What is to be seen of the largest and the mean. */
export const SENSITIVITY_EVIDENCE = 'the noise, and the map of each noisy input with its distance';

/** Ratios under noise uniform in the cube of the radius; shared by the largest and the mean. */
export function ratiosOf(subject: Subject, params: SensitivityValues): Promise<Float64Array> {
  const { radius, convention, samples } = params;
  const explain = required(subject.explain, 'sensitivity', 'a method that can explain other inputs');
  const stream = subject.stream('sensitivity');
  const radii = amplitudesOf(subject, radius, convention);
  const positions = positionsOf(subject.input);
  return once(subject, sensitivityKey(params), () =>
    sensitivityRatios(subject.input, subject.attribution, {
      samples,
      noise: (_, target) => {
        for (let i = 0; i < target.length; i++)
          target[i] = radii[Math.floor(i / positions)] * (2 * stream.uniform() - 1);
      },
      explain,
      batch: subject.batch,
      signal: subject.signal,
      witness: subject.witness,
    }),
  );
}

export const maxSensitivity = defineMetric({
  id: 'max-sensitivity',
  label: 'Max-Sensitivity',
  paper: INFIDELITY,
  better: 'lower',
  formula:
    'max over noise of ‖E(x + noise) − E(x)‖₂ / ‖E(x)‖₂, noise uniform in ±radius, a share of the range of the input',
  needs: ['explainer'],
  params: SENSITIVITY_PARAMETERS,
  evidence: SENSITIVITY_EVIDENCE,
  work: sensitivityWork,
  async score(subject, params) {
    const ratios = await ratiosOf(subject, params);
    return { value: ratios.reduce((a, b) => Math.max(a, b), 0) };
  },
});
