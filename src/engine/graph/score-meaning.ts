import type { Link } from '../../protocol/model';
import type { Recipe } from '../../protocol/recipe';
import type { Graph, Node } from './model';
import { hasTrait } from './operators';
import { probabilityForm } from './probability-form';

/** What the numbers of a tensor of scores are. */
export interface ScoreMeaning {
  /** What makes the model's own numbers of the logits. */
  readonly link: Link;
  /** What the tensor holds: where that are probabilities, their logarithms or log-odds take the place of logits. */
  readonly holds: 'logits' | 'probabilities';
  /** What was assumed and why, a clause after the tensor's name. */
  readonly because: string;
}

/**
 * What scores are whose end is no Softmax or Sigmoid that could be cut off: as the recipe says, as they are made, or
 * plain scores of classes.
 */
export function scoreMeaning(
  graph: Graph,
  made: ReadonlyMap<string, Node>,
  tensor: string,
  told: Recipe['outputKind'],
): ScoreMeaning {
  const form = probabilityForm(graph, made, tensor);
  const link = form?.kind === 'independent' ? 'sigmoid' : 'softmax';
  if (told === 'values') return { link: 'identity', holds: 'logits', because: 'holds estimates, as the recipe says' };
  if (told === 'probabilities') return { link, holds: told, because: 'holds probabilities, as the recipe says' };
  if (told === 'logits') return { link: 'softmax', holds: told, because: 'holds logits, as the recipe says' };
  if (form && Math.abs(form.most - 1) < 1e-6) {
    const source = link === 'softmax' ? 'of a distribution over classes' : 'of each label by itself';
    return {
      link,
      holds: 'probabilities',
      because: `holds probabilities ${source}; their logarithms stand for logits`,
    };
  }
  const estimating = form ? 'scaled probabilities' : estimatingEnd(graph, made, tensor);
  if (estimating)
    return { link: 'identity', holds: 'logits', because: `ends in ${estimating}: it is taken for estimates` };
  return {
    link: 'softmax',
    holds: 'logits',
    because: 'is not the result of a Softmax or Sigmoid, so it is taken as the logits',
  };
}

/** The function that shows a tensor to hold quantities. */
function estimatingEnd(graph: Graph, made: ReadonlyMap<string, Node>, tensor: string): string | undefined {
  let node = made.get(tensor);
  while (node && hasTrait(node, 'rearranging')) node = made.get(node.inputs[0]);
  if (!node || node.domain !== '') return undefined;
  // A rectifier or bound at the end: no softmax is taken of what it bounds.
  if (hasTrait(node, 'kinked', 'gate', 'nonNegative')) return node.op;
  const [input, weight] = node.inputs;
  // A sum over a distribution, weighted by stored numbers.
  const sums = hasTrait(node, 'reduction') && hasTrait(node, 'weightedSum', 'average');
  const inner = sums ? made.get(input) : undefined;
  const weighed = inner?.op === 'Mul' ? inner.inputs.filter((name) => !graph.weights.has(name)) : [];
  const distribution = weighed.length === 1 ? weighed[0] : input;
  const form = probabilityForm(graph, made, distribution);
  // A layer of sigmoids is no distribution: what weighs it are scores like any others.
  const isLayer = hasTrait(node, 'linear') && graph.weights.has(weight) && form?.kind === 'distribution';
  return isLayer || (sums && form) ? 'an expected value' : undefined;
}
