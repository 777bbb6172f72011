import type { Preprocessing, RecipeSummary } from '../../../src/protocol/recipe';

const preprocessing: Preprocessing = {
  color: 'rgb',
  layout: 'nchw',
  size: [224, 224],
  fit: 'cover',
  kernel: 'linear',
  resizeShorter: null,
  range: [0, 1],
  pad: 0,
  black: null,
  composite: null,
  white: null,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  output: null,
  outputKind: 'logits',
  guessed: [{ field: 'range', reason: 'the graph scales nothing' }],
};

/** How a network that nobody described is fed. */
export const recipe: RecipeSummary = {
  model: 'file:///models/squeezenet.onnx',
  name: 'squeezenet.onnx',
  preprocessing,
  classes: 1000,
  named: 0,
  labelFiles: [],
  checkable: true,
};

/** The same with nothing guessed, fed otherwise. */
export const statedRecipe = (changes: Partial<Preprocessing> = {}): RecipeSummary => ({
  ...recipe,
  preprocessing: { ...preprocessing, guessed: [], ...changes },
  named: 1000,
});
