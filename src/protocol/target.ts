import type { PredictResult, Prediction } from './explain';

/** What data sets call what is no object: VOC, ADE20K, Cityscapes; the first class where none has a name. */
const background = /^[\W_]*(background|back ground|bg|void|unlabell?ed|unknown|other|nothing|none|class 0)[\W_]*$/i;

/**
 * What is explained unless another class is asked for: the likeliest, or, where every position has a class, the largest
 * object. What is around the objects takes most of the image as a rule, and is not what anyone asks about.
 */
export function defaultTarget({ predictions, dense }: Pick<PredictResult, 'predictions' | 'dense'>): Prediction {
  const objects = dense
    ? predictions.filter(({ probability, label }) => probability > 0 && !background.test(label))
    : [];
  return objects[0] ?? predictions[0];
}
