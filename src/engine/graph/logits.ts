import type { Dimension, Graph, Model, Node, Value } from './model';
import { producers } from './rewriting';

/** The tensor whose derivative explains a prediction. */
export interface Logits {
  readonly tensor: string;
  /** The function after it that was cut off. */
  readonly activation: 'softmax' | 'sigmoid' | 'none';
  /** One score per class; one logit for two classes; or scores at every position. */
  readonly kind: 'classification' | 'binary' | 'dense';
  /** Number of classes; 2 for one logit. */
  readonly classes: number;
  /** One human-readable sentence. */
  readonly reason: string;
}

/** Operators that pass scores on without changing which is largest. */
const PASSING = new Set([
  'Identity',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
  'Flatten',
  'Cast',
  'Transpose',
  'Dropout',
  'ArgMax',
  'TopK',
]);
const ACTIVATIONS: Readonly<Record<string, Logits['activation']>> = {
  Softmax: 'softmax',
  LogSoftmax: 'softmax',
  Sigmoid: 'sigmoid',
};

/** The tensor the user names, taken at its word. */
function named(graph: Graph, tensor: string): Logits {
  return { tensor, activation: 'none', reason: `the recipe names ${tensor}`, ...kindOf(shapeOf(graph, tensor)) };
}

/**
 * Finds the logits: the scores before the final Softmax, LogSoftmax or Sigmoid, or the output itself where there is
 * none.
 * @param given the tensor the recipe names, which is taken as it is
 * Of several outputs the first that ends in such a function is taken, else the first that looks like scores.
 */
export function logitsOf(model: Model, given?: string): Logits {
  const { graph } = model;
  if (given !== undefined) return named(graph, given);
  const made = producers(graph);
  const cuts = graph.outputs.map((output) => ({ output, node: finalActivation(graph, made, output.name) }));
  const cut = cuts.find((c) => c.node);
  if (cut?.node) {
    const [tensor] = cut.node.inputs;
    const name = cut.node.op;
    const reason = `${cut.output.name} is the ${name} of ${tensor}; what enters the ${name} is taken as the logits`;
    return { tensor, activation: ACTIVATIONS[name], reason, ...kindOf(shapeOf(graph, tensor)) };
  }
  const output = graph.outputs.find(looksLikeScores) ?? graph.outputs[0];
  const others = graph.outputs.length > 1 ? ` of ${graph.outputs.length}` : '';
  const reason = `the output ${output.name}${others} is not the result of a Softmax or Sigmoid, so it is taken as the logits`;
  return { tensor: output.name, activation: 'none', reason, ...kindOf(output.shape) };
}

function finalActivation(graph: Graph, made: ReadonlyMap<string, Node>, output: string): Node | undefined {
  let node = made.get(output);
  while (node && node.domain === '' && PASSING.has(node.op)) node = made.get(node.inputs[0]);
  return node && node.domain === '' && node.op in ACTIVATIONS && !graph.weights.has(node.inputs[0]) ? node : undefined;
}

const looksLikeScores = ({ type, shape }: Value): boolean =>
  type.startsWith('float') && (shape === null || shape.length >= 2);

/**
 * What the shape of the logits says: [N, C], [N, C, 1, 1], [N, 1] or [N] for one logit, [N, C, H, W] for scores at
 * every position.
 */
function kindOf(shape: readonly Dimension[] | null): Pick<Logits, 'kind' | 'classes'> {
  const classes = typeof shape?.[1] === 'number' ? shape[1] : 1;
  if (shape && shape.slice(2).some((d) => d !== 1)) return { kind: 'dense', classes };
  return classes === 1 ? { kind: 'binary', classes: 2 } : { kind: 'classification', classes };
}

function shapeOf(graph: Graph, tensor: string): readonly Dimension[] | null {
  return graph.values.get(tensor)?.shape ?? null;
}
