import { INFIDELITY } from '../literature/papers';
import { amplitude, amplitudeConvention, amplitudesOf } from '../baseline/amplitude';
import { integer } from '../parameter/kinds';
import { mean, sum } from '../statistics/values';
import type { FloatTensor } from '../tensor/tensor';
import { defineMetric, positionsOf, type Scorer } from './metric';
import { scoreTrials } from './scoring';

export interface InfidelityOptions {
  readonly samples: number;
  /** Writes perturbation I of the sample; it is SUBTRACTED from the input. */
  perturb(sample: number, target: Float32Array): void;
  readonly scorer: Scorer;
  readonly clean: number;
  readonly batch: number;
  readonly signal?: AbortSignal;
}

export interface Infidelity {
  readonly infidelity: number;
  /** After scaling the attribution by the factor that fits the score changes best. */
  readonly normalised: number;
}

/**
 * Mean of (Σ attribution · I − (f(x) − f(x − I)))² over the perturbations. @param attribution one value per element, or
 * per position for all channels
 */
export async function measureInfidelity(
  input: FloatTensor,
  attribution: FloatTensor,
  options: InfidelityOptions,
): Promise<Infidelity> {
  const { samples, perturb, scorer, clean, batch, signal } = options;
  const predicted = new Float64Array(samples);
  const scores = await scoreTrials(scorer, {
    count: samples,
    dims: input.dims.slice(1),
    fill(sample, target) {
      perturb(sample, target);
      let total = 0;
      for (let i = 0; i < target.length; i++) {
        total += attribution.data[i % attribution.data.length] * target[i];
        target[i] = input.data[i] - target[i];
      }
      predicted[sample] = total;
    },
    batch,
    signal,
  });
  const changes = scores.map((score) => clean - score);
  const scale = sum(predicted.map((a, k) => a * changes[k])) / sum(predicted.map((a) => a * a));
  const error = (factor: number): number => mean(predicted.map((a, k) => (factor * a - changes[k]) ** 2));
  return { infidelity: error(1), normalised: error(scale) };
}

/** How well the attribution predicts the change of the logit under random perturbations. */
export const infidelity = defineMetric({
  id: 'infidelity',
  label: 'Infidelity',
  paper: INFIDELITY,
  better: 'lower',
  formula:
    'mean over Gaussian I, its deviation a share of the range of the input, of (Σ a·I − (f(x) − f(x − I)))², f the logit; normalised: a first scaled by Σ(a·I)(Δf) / Σ(a·I)²',
  needs: ['scores'],
  params: [
    integer({ name: 'samples', label: 'Samples', default: 64, minimum: 1 }),
    amplitude({ name: 'stdev', label: 'Deviation of I', default: 0.2 }),
    amplitudeConvention,
  ],
  work: ({ samples }) => ({ scored: samples }),
  async score(subject, params) {
    const { input, attribution, scorers, clean, stream, batch, signal } = subject;
    const deviations = amplitudesOf(subject, params.stdev, params.convention);
    const positions = positionsOf(input);
    const noise = stream('infidelity');
    const result = await measureInfidelity(input, attribution, {
      samples: params.samples,
      perturb: (_, target) => {
        for (let i = 0; i < target.length; i++) target[i] = deviations[Math.floor(i / positions)] * noise.normal();
      },
      scorer: scorers.logit,
      clean: clean.logit,
      batch,
      signal,
    });
    return { value: result.infidelity, parts: { normalised: result.normalised } };
  },
});
