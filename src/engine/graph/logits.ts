import { LensError } from '../../protocol/error';
import type { Dimension, Graph, Model, Node, Value } from './model';
import { producers } from './rewriting';
import { scoreAxes } from './score-axes';
import { scoreEnd } from './score-end';

/** The tensor whose derivative explains a prediction. */
export interface Logits {
  readonly tensor: string;
  /** The function after it that was cut off. */
  readonly activation: 'softmax' | 'sigmoid' | 'none';
  /** One score per class; one logit for two classes; or scores at every position. */
  readonly kind: 'classification' | 'binary' | 'dense';
  /** The axis of the classes, negative from the end; the second where it is absent. */
  readonly classAxis?: number;
  /** Their names, where the graph holds them. */
  readonly labels?: readonly string[];
  /** Number of classes; 2 for one logit. */
  readonly classes: number;
  /** One human-readable sentence. */
  readonly reason: string;
}

/**
 * Finds the logits: the scores before the final Softmax, LogSoftmax or Sigmoid, or before the choice of a class where
 * there is none; the output itself where neither ends it. Of several outputs the first that ends so is taken, else the
 * first that looks like scores.
 * @param named the tensor the recipe names
 * @throws LensError where the recipe names no tensor of the graph, or no output holds scores
 */
export function logitsOf(model: Model, named?: string): Logits {
  const { graph } = model;
  const made = producers(graph);
  if (named !== undefined && !graph.values.has(named) && !graph.outputs.some((o) => o.name === named))
    throw unknownTensor(graph, named);
  const names = named === undefined ? graph.outputs.map(({ name }) => name) : [named];
  const ends = names.map((name) => ({ name, end: scoreEnd(graph, made, name) }));
  const ended = ends.find(({ end }) => end && end.activation !== 'none') ?? ends.find(({ end }) => end);
  if (ended?.end) {
    const { cut, ...end } = ended.end;
    const reason = `${ended.name} is the ${cut} of ${end.tensor}; what enters the ${cut.split(' ')[0]} is taken as the logits`;
    return { ...end, reason, ...kindOf(shapeOf(graph, end.tensor), end.classAxis) };
  }
  const tensor = named ?? withClassAxis(graph, made, plainScores(graph).name);
  const others = graph.outputs.length > 1 ? ` of ${graph.outputs.length}` : '';
  const reason =
    named === undefined
      ? `the output ${tensor}${others} is not the result of a Softmax or Sigmoid, so it is taken as the logits`
      : `the recipe names ${tensor}`;
  return { tensor, activation: 'none', reason, ...kindOf(shapeOf(graph, tensor)) };
}

/** The first output with scores of several classes, or any scores. */
function plainScores(graph: Graph): Value {
  const scores = graph.outputs.filter(({ type }) => isFloating(type));
  const found = scores.find(({ shape }) => shape === null || shape.length >= 2) ?? scores[0];
  if (found) return found;
  const [output] = graph.outputs;
  throw new LensError({
    code: 'unsupported-model',
    what: `the output ${output.name} holds ${output.type} and is not the ArgMax of any scores`,
    next: 'Name the tensor that holds the scores in the sidecar ("output")',
  });
}

/** A map of one score per position from which the axis of its one class was squeezed: what was squeezed. */
function withClassAxis(graph: Graph, made: ReadonlyMap<string, Node>, tensor: string): string {
  let node = made.get(tensor);
  while (node?.op === 'Identity' && node.domain === '') node = made.get(node.inputs[0]);
  if (node?.op !== 'Squeeze' || node.domain !== '') return tensor;
  const [before, after] = [node.inputs[0], tensor].map((name) => shapeOf(graph, name));
  return before?.[1] === 1 && after && after.length > 2 && after.length === before.length - 1 ? node.inputs[0] : tensor;
}

const isFloating = (type: string): boolean => type.includes('float');

function unknownTensor(graph: Graph, name: string): LensError {
  return new LensError({
    code: 'invalid-argument',
    what: `the recipe takes the scores from ${name}, but the graph has no such tensor`,
    next: `Name one of its tensors in "output", for example ${graph.outputs[0].name}`,
  });
}

/**
 * What the shape of the logits says: [N, C], [N, C, 1, 1], [N, 1] or [N] for one logit, [N, C, H, W] for scores at
 * every position.
 */
function kindOf(shape: readonly Dimension[] | null, classAxis?: number): Pick<Logits, 'kind' | 'classes'> {
  const [, channels, ...positions] = shape ? scoreAxes(shape, classAxis).shape : [];
  const classes = typeof channels === 'number' ? channels : 1;
  if (positions.some((d) => d !== 1)) return { kind: 'dense', classes };
  return classes === 1 ? { kind: 'binary', classes: 2 } : { kind: 'classification', classes };
}

function shapeOf(graph: Graph, tensor: string): readonly Dimension[] | null {
  return (graph.values.get(tensor) ?? graph.outputs.find((o) => o.name === tensor))?.shape ?? null;
}
