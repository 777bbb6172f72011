import { LensError } from '../../protocol/error';
import type { OpenedModel } from '../model/opening';
import { refuseVaryingInputs } from '../model/varying-inputs';
import type { Network } from '../session/network';
import { probabilities } from '../session/score';
import { floats, type FloatTensor } from '../tensor/tensor';

/** What a model says of inputs, in the form in which an approximator can learn it. */
export interface Answers {
  /** [N, outputs] */
  readonly probabilities: FloatTensor;
  /** The loss that compares logits with them. */
  readonly loss: 'soft-cross-entropy' | 'binary-cross-entropy-with-logits';
}

/** @throws LensError where the model gives no probabilities of one class or of labels, or takes more than an image */
export function refuseOthers(model: OpenedModel): void {
  refuseVaryingInputs(model, 'an explainer learns');
  const {
    network: { graph },
    task,
  } = model;
  if (graph.logitsDims.length === 1 && graph.link !== 'identity' && !graph.ofBoxes) return;
  throw new LensError({
    code: 'unsupported-model',
    what: `an explainer can be learned for classes and labels, and the task of this model is ${task.id}`,
    next: 'Choose a classifier, or explain with a perturbation method such as RISE',
  });
}

/** @param logits [N, outputs] */
export function answersOf({ graph: { link } }: Network, logits: FloatTensor): Answers {
  const width = logits.dims[1];
  const isSoftmax = width > 1 && link === 'softmax';
  const all = floats(logits.dims);
  for (let n = 0; n < logits.dims[0]; n++) {
    const row = probabilities(logits.data.subarray(n * width, (n + 1) * width), logits.dims, link);
    all.data.set(width === 1 && row.length === 2 ? row.subarray(1) : row, n * width);
  }
  return { probabilities: all, loss: isSoftmax ? 'soft-cross-entropy' : 'binary-cross-entropy-with-logits' };
}

/** What is decided by each row of logits: the class, or which labels are there. */
export function decisions({ graph: { link } }: Network, logits: FloatTensor): string[] {
  const [count, width] = logits.dims;
  const isSoftmax = width > 1 && link === 'softmax';
  return Array.from({ length: count }, (_, n) => {
    const row = logits.data.subarray(n * width, (n + 1) * width);
    if (!isSoftmax) return Array.from(row, (logit) => Number(logit > 0)).join('');
    return String(row.indexOf(row.reduce((a, b) => Math.max(a, b))));
  });
}
