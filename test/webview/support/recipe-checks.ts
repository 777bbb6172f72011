import type {
  CandidateFamily,
  CheckedCandidate,
  IllustratedCheck,
  RecipeCheckPlan,
} from '../../../src/protocol/recipe-check';
import { image } from './explanations';

export const plan: RecipeCheckPlan = {
  folder: '/photos',
  images: 12,
  labelled: 7,
  classes: 5,
  labelling: 'Labels are the classes whose names files bear',
  ways: 28,
  passes: 336,
};

const candidate = (label: string, changes: Partial<CheckedCandidate> = {}): CheckedCandidate => ({
  label,
  fields: {},
  share: 0.1,
  right: { count: 1, low: 0.026, high: 0.513 },
  hits: [true, false],
  loss: 4,
  confidence: 0.2,
  entropy: 3,
  divergence: null,
  isCurrent: false,
  beside: 'worse',
  ...changes,
});

const values: CandidateFamily = {
  id: 'values',
  label: 'Numbers and order of colours',
  passes: 240,
  candidates: [
    candidate("0 to 255 minus ImageNet's mean, blue first", {
      fields: { color: 'bgr', range: [0, 255], mean: [103.939, 116.779, 123.68], std: [1, 1, 1] },
      right: { count: 7, low: 0.646, high: 1 },
      hits: [true, true],
      confidence: 0.93,
      beside: 'first',
    }),
    candidate('0 to 255, blue first', { beside: 'undecided', right: { count: 6, low: 0.487, high: 0.974 } }),
    candidate('0 to 1, red first', { isCurrent: true, hits: [false, false] }),
    candidate('−1 to 1, red first'),
    candidate('−2 to 2, red first'),
  ],
};

const framing: CandidateFamily = {
  id: 'framing',
  label: 'Crop and resizing',
  passes: 96,
  candidates: [
    candidate('the centre is cropped, linear kernel', {
      fields: { fit: 'cover', kernel: 'linear' },
      isCurrent: true,
      beside: 'first',
    }),
    candidate('stretched, linear kernel', { beside: 'same' }),
  ],
};

/** A check that found another recipe than there is. */
export const pictured = (): IllustratedCheck => ({
  check: {
    model: '/models/net.onnx',
    folder: '/photos',
    images: [
      { name: 'a.png', label: 'cat' },
      { name: 'b.png', label: 'dog' },
    ],
    labelled: 7,
    labelling: plan.labelling,
    example: '/photos/a.png',
    families: [values, framing],
    recipe: { ...values.candidates[0].fields, ...framing.candidates[0].fields, labels: 'imagenet-1000.txt' },
    verdict: 'The recipe is wrong: 0 to 255 minus ImageNet’s mean, blue first: 7 of 7 right.',
    notes: ['Names of classes are taken from imagenet-1000.txt beside the model.'],
  },
  thumbnails: [values, framing].map(({ candidates }) => candidates.map(() => image())),
});
