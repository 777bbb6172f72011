import { GRAD_CAM_PLUS_PLUS } from '../literature/papers';
import { confidenceOf, increases, maskingWork, unlessSubjectIsHidden } from './average-drop';
import { MASKING_EVIDENCE, MASKING_PARAMETERS } from './masking';
import { defineMetric } from './metric';

/** The share of images whose score rises when only what the map marks is left; costs nothing beside Average Drop. */
export const increaseInConfidence = defineMetric({
  id: 'increase-in-confidence',
  label: 'Increase in Confidence',
  paper: GRAD_CAM_PLUS_PLUS,
  better: 'higher',
  betterWith: unlessSubjectIsHidden('higher', 'lower'),
  unit: '%',
  aspect: { of: 'faithfulness', from: 0, to: 100 },
  formula: '100 if O > Y, else 0; Y: probability of the image, O: of the image masked by the min-max scaled map',
  needs: ['scores'],
  params: MASKING_PARAMETERS,
  evidence: MASKING_EVIDENCE,
  work: maskingWork,
  score: async (subject, params) => ({ value: 100 * increases(await confidenceOf(subject, params)) }),
});
