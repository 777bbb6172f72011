import { attentionRollout } from './attention/attention-rollout';
import { gradCam } from './cam/grad-cam';
import { hiresCam } from './cam/hires-cam';
import { layerCam } from './cam/layer-cam';
import { gradient } from './gradient/gradient';
import { inputXGradient } from './gradient/input-x-gradient';
import { integratedGradients } from './gradient/integrated-gradients';
import { deeplift } from './relevance/deeplift';
import { lrpComposite } from './relevance/lrp-composite';
import type { QuestionDescription } from '../../protocol/question';
import type { AttributionMethod } from './method';
import { featureAblation } from './perturbation/feature-ablation';
import { kernelShap } from './perturbation/kernel-shap';
import { lime } from './perturbation/lime';
import { occlusion } from './perturbation/occlusion';
import { partitionShap } from './perturbation/partition-shap';
import { rise } from './perturbation/rise';

/** A question as the registry has it. */
export interface Question extends Omit<QuestionDescription, 'methods'> {
  readonly methods: readonly AttributionMethod[];
}

/** Which method to take. What each shows and where it misleads is said by the method itself. */
export const QUESTIONS: readonly Question[] = Object.freeze([
  {
    id: 'where',
    question: 'Where does the network look?',
    advice: 'Coarse and robust: a place of the last layers, not a pixel; of a transformer, its patches.',
    methods: [gradCam, hiresCam, layerCam, attentionRollout],
  },
  {
    id: 'pixels',
    question: 'Which pixels make the score?',
    advice:
      'Signed, as fine as the input, and adding up to a score or a difference of scores; the card shows what is missing from the sum.',
    methods: [integratedGradients, lrpComposite, deeplift],
  },
  {
    id: 'removed',
    question: 'What if a part were removed?',
    advice: 'The baseline stands for what is removed: try two before believing one.',
    methods: [occlusion, featureAblation, partitionShap, kernelShap],
  },
  {
    id: 'classes',
    question: 'What speaks for this class rather than that one?',
    advice:
      'Take off the other class (and not, below the classes of the target): maps with a sign then show what speaks for each; one that looks the same for every class explains none.',
    methods: [integratedGradients, deeplift, gradCam, occlusion],
  },
  {
    id: 'black-box',
    question: 'What can be said of any black box?',
    advice: 'Only forward passes are needed: it works for every model that runs, at hundreds of passes.',
    methods: [rise, lime, partitionShap, occlusion],
  },
  {
    id: 'fast',
    question: 'What is there at once?',
    advice: 'At most three forward passes; good for a first look and for large folders.',
    methods: [gradCam, inputXGradient, gradient],
  },
]);

/** The registry as it crosses to the panel. */
export const questionDescriptions = (): QuestionDescription[] =>
  QUESTIONS.map(({ methods, ...question }) => ({ ...question, methods: methods.map(({ id }) => id) }));
