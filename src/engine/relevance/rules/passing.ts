import { unbroadcast } from '../../gradient/broadcasting';
import type { RelevanceRule } from '../context';

/**
 * All relevance to the first input that carries any: activations, normalisations, constants added or multiplied, what
 * is divided.
 */
export const pass: RelevanceRule = (context) => {
  const { node, gradients, wanted } = context;
  const carrier = wanted.indexOf(true);
  return node.inputs.map((name, k) =>
    k === carrier ? unbroadcast(context, gradients[0]!, node.outputs[0], name) : undefined,
  );
};
