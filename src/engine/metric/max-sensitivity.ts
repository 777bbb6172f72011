import { amplitude, amplitudeConvention, amplitudesOf } from '../baseline/amplitude';
import { integer } from '../parameter/kinds';
import type { ValuesOf } from '../parameter/schema';
import { INFIDELITY } from '../literature/papers';
import { euclidean } from '../statistics/distance';
import { norm } from '../statistics/values';
import { floats, row, type FloatTensor } from '../tensor/tensor';
import { channelSum, defineMetric, once, positionsOf, required, type Explainer, type Subject } from './metric';
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

/** What is to be seen of the largest and the mean. */
export const SENSITIVITY_EVIDENCE = 'the noise, and the map of each noisy input with its distance';

/** Ratios under noise uniform in the cube of the radius; shared by the largest and the mean. */
export function ratiosOf(
  subject: Subject,
  { radius, convention, samples }: ValuesOf<typeof SENSITIVITY_PARAMETERS>,
): Promise<Float64Array> {
  const explain = required(subject.explain, 'sensitivity', 'a method that can explain other inputs');
  const stream = subject.stream('sensitivity');
  const radii = amplitudesOf(subject, radius, convention);
  const positions = positionsOf(subject.input);
  return once(subject, `sensitivity ${radius} ${convention} ${samples}`, () =>
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
  async score(subject, params) {
    const ratios = await ratiosOf(subject, params);
    return { value: ratios.reduce((a, b) => Math.max(a, b), 0) };
  },
});
