import type { PredictResult, Prediction } from './prediction';
import type { TargetChoice } from './explain-document';
import type { BoxTarget } from './task';

/** What data sets call what is no object: VOC, ADE20K, Cityscapes; the first class where none has a name. */
const background = /^[\W_]*(background|back ground|bg|void|unlabell?ed|unknown|other|nothing|none|class 0)[\W_]*$/i;

export function isBackground(label: string): boolean {
  return background.test(label);
}

/**
 * What is explained unless another class is asked for: the likeliest, or, where every position has a class, the largest
 * object. What is around the objects takes most of the image as a rule, and is not what anyone asks about.
 */
export function defaultTarget({ predictions, dense }: Pick<PredictResult, 'predictions' | 'dense'>): Prediction {
  const objects =
    dense && !dense.estimates
      ? predictions.filter(({ probability, label }) => probability > 0 && !isBackground(label))
      : [];
  return objects[0] ?? predictions[0];
}

/** The box of a detector that is explained: the chosen one, or the most confident one; null where there is none. */
export function targetBox({
  box,
  target,
  prediction,
}: Pick<TargetChoice, 'box' | 'target'> & { readonly prediction: PredictResult | null }): BoxTarget | null {
  const best = prediction?.boxes?.candidates.find(({ index }) => target === null || index === target);
  return (
    box ?? (best ? { proposal: best.proposal, index: best.index, corners: best.corners, quantity: 'score' } : null)
  );
}
