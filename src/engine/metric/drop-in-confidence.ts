import { GRAD_CAM_PLUS_PLUS } from '../literature/papers';
import { confidenceOf, increases, maskingWork, unlessSubjectIsHidden, type Confidence } from './average-drop';
import { MASKING_EVIDENCE, MASKING_PARAMETERS } from './masking';
import { defineMetric } from './metric';

/** max(0, Y − O): neither divided by Y nor in percent. */
export function absoluteDrop({ original, masked }: Confidence): number {
  return Math.max(0, original - masked);
}

/** The drop as pytorch-grad-cam counts it, on the scale of probabilities. */
export const dropInConfidence = defineMetric({
  id: 'drop-in-confidence-absolute',
  label: 'Drop in Confidence (absolute)',
  paper: GRAD_CAM_PLUS_PLUS,
  better: 'lower',
  betterWith: unlessSubjectIsHidden('lower', 'higher'),
  aspect: { of: 'faithfulness', from: 0, to: 1 },
  formula: 'max(0, Y − O); Y: probability of the image, O: of the image masked by the min-max scaled map',
  needs: ['scores'],
  params: MASKING_PARAMETERS,
  evidence: MASKING_EVIDENCE,
  work: maskingWork,
  async score(subject, params) {
    const pair = await confidenceOf(subject, params);
    return { value: absoluteDrop(pair), parts: { increase: increases(pair) } };
  },
});
