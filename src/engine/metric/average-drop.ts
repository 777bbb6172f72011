import { GRAD_CAM_PLUS_PLUS } from '../literature/papers';
import { minMax } from '../statistics/normalise';
import type { Values } from '../statistics/values';
import type { FloatTensor } from '../tensor/tensor';
import { MASKING_EVIDENCE, MASKING_PARAMETERS, leftBy, masked, type MaskingValues } from './masking';
import { blackOf, defineMetric, once, type Better, type MetricWork, type Scorer, type Subject } from './metric';

/** Where the subject itself is hidden, the score of a good map falls. */
export const unlessSubjectIsHidden =
  (usual: Better, otherwise: Better) =>
  ({ convention }: Pick<MaskingValues, 'convention'>): Better =>
    convention === 'occlude-subject' ? otherwise : usual;

/** Y, the score of the input, against O, the score of what the map leaves of it; scores are probabilities. */
export interface Confidence {
  readonly original: number;
  readonly masked: number;
}

/** 100 · max(0, Y − O) / Y. */
export function relativeDrop({ original, masked: left }: Confidence): number {
  return (100 * Math.max(0, original - left)) / original;
}

/** 100 · max(0, O − Y) / (1 − Y), the Average Gain of Opti-CAM (Zhang et al. 2024). */
export function relativeGain({ original, masked: left }: Confidence): number {
  return original < 1 ? (100 * Math.max(0, left - original)) / (1 - original) : 0;
}

/** 1 when the score rises strictly, else 0. */
export function increases({ original, masked: left }: Confidence): number {
  return left > original ? 1 : 0;
}

/** One forward pass of the masked input. The map is used as it is: one value in [0, 1] per position. */
export async function confidence(
  input: FloatTensor,
  map: Values,
  params: MaskingValues,
  {
    probability,
    clean,
    black,
    witness,
  }: Pick<Subject, 'witness'> & { probability: Scorer; clean: number; black: readonly number[] },
): Promise<Confidence> {
  const left = masked(input, map, params, black);
  const [score] = Array.from(await probability(left));
  witness?.trial({ what: leftBy(params), input: left, number: score, of: 'probability' });
  return { original: clean, masked: score };
}

const maskingKey = ({ convention, space, percent, threshold }: MaskingValues): string =>
  `masked ${JSON.stringify([convention, space, percent, threshold])}`;

/** What every metric runs that asks for {@link confidenceOf}. */
export const maskingWork = (params: MaskingValues): MetricWork => ({ scored: 1, once: maskingKey(params) });

/** The same for a subject, whose map is min-max scaled; shared by the metrics that ask for the same masking. */
export function confidenceOf(subject: Subject, params: MaskingValues): Promise<Confidence> {
  return once(subject, maskingKey(params), () =>
    confidence(subject.input, minMax(subject.map.data), params, {
      probability: subject.scorers.probability,
      clean: subject.clean.probability,
      black: blackOf(subject),
      witness: subject.witness,
    }),
  );
}

/** Average Drop %, with the increase and the gain of the same forward pass. */
export const averageDrop = defineMetric({
  id: 'average-drop',
  label: 'Average Drop',
  paper: GRAD_CAM_PLUS_PLUS,
  better: 'lower',
  betterWith: unlessSubjectIsHidden('lower', 'higher'),
  unit: '%',
  aspect: { of: 'faithfulness', from: 0, to: 100 },
  formula: '100 · max(0, Y − O) / Y; Y: probability of the image, O: of the image masked by the min-max scaled map',
  needs: ['scores'],
  params: MASKING_PARAMETERS,
  evidence: MASKING_EVIDENCE,
  work: maskingWork,
  async score(subject, params) {
    const pair = await confidenceOf(subject, params);
    return { value: relativeDrop(pair), parts: { increase: 100 * increases(pair), gain: relativeGain(pair) } };
  },
});
