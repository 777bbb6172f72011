import { LensError } from '../../protocol/error';
import type { Link, ScoreKind } from '../../protocol/model';
import type { Recipe } from '../../protocol/recipe';
import type { ChannelOrder } from '../tensor/channel-order';
import { layouts } from './layout';
import type { Dimension, Graph, Model, Node, Value } from './model';
import { hasTrait } from './operators';
import { ancestorsOf } from './path';
import { producers } from './rewriting';
import { likelyClassAxis, scoreAxes } from './score-axes';
import { scoreEnd, type ScoreEnd } from './score-end';
import { scoreMeaning } from './score-meaning';

/** The tensor whose derivative explains a prediction. */
export interface Logits {
  readonly tensor: string;
  /** The function after it that was cut off. */
  readonly activation: 'softmax' | 'sigmoid' | 'none';
  /** What makes the model's own numbers of the logits. */
  readonly link: Link;
  /** What the tensor holds: the logits, or probabilities whose logarithms take their place. */
  readonly holds: 'logits' | 'probabilities';
  readonly kind: ScoreKind;
  /** The axis of the classes, negative from the end; the second where it is absent. */
  readonly classAxis?: number;
  /** Their names, where the graph holds them. */
  readonly labels?: readonly string[];
  /** Number of classes, labels or estimates; 2 for one logit. */
  readonly classes: number;
  /** One number stands for two classes. */
  readonly single?: true;
  /** One human-readable sentence. */
  readonly reason: string;
}

/**
 * Finds the logits: the scores before the final Softmax, LogSoftmax or Sigmoid, or before the choice of a class where
 * there is none; the output itself where neither ends it. Of several outputs the first that ends so is taken, else the
 * one called logits, else the first that looks like scores.
 * @param named the tensor the recipe names
 * @param told what it holds, as the recipe says
 * @param order of the axes of scores at positions, where no node compares classes
 * @throws LensError where the recipe names no tensor of the graph, or no output holds scores
 */
export function logitsOf(
  model: Model,
  named?: string,
  told?: Recipe['outputKind'],
  order: ChannelOrder = 'nchw',
): Logits {
  const { graph } = model;
  const made = producers(graph);
  if (named !== undefined && !graph.values.has(named) && !graph.outputs.some((o) => o.name === named))
    throw unknownTensor(graph, named);
  const ended = told === 'values' ? undefined : endOf(graph, made, named);
  if (ended && ended.activation !== 'none') {
    const { cut: _cut, name: _name, ...end } = ended;
    const shape = shapeOf(graph, end.tensor);
    const classAxis = end.classAxis ?? classAxisOf(model, end.tensor, shape, order);
    const kind = kindOf(shape, ended.activation, classAxis);
    const reason = `${cutReason(ended)}${ASSUMED[kind.kind] ?? ''}`;
    return { ...end, ...at(classAxis), link: ended.activation, holds: 'logits', reason, ...kind };
  }
  const tensor = ended?.tensor ?? named ?? withClassAxis(graph, made, plainScores(graph).name);
  const { because, ...meaning } = scoreMeaning(graph, made, tensor, told);
  const shape = shapeOf(graph, tensor);
  const classAxis = ended?.classAxis ?? classAxisOf(model, tensor, shape, order);
  const kind = kindOf(shape, meaning.link, classAxis);
  const others = graph.outputs.length > 1 && named === undefined ? ` of ${graph.outputs.length}` : '';
  const subject = named === undefined ? `the output ${tensor}${others}` : `${tensor}, which the recipe names,`;
  return {
    tensor,
    activation: 'none',
    ...meaning,
    ...kind,
    ...at(classAxis),
    ...(ended && { labels: ended.labels }),
    reason: `${ended ? cutReason(ended) : `${subject} ${because}`}${ASSUMED[kind.kind] ?? ''}`,
  };
}

/**
 * Where the classes stand: as the operators before tell, else where they are likely to. [N, places, 1] beside [N, places,
 * 4] is one score at every place of a detector, not one place of many.
 */
function classAxisOf(
  model: Model,
  tensor: string,
  shape: readonly Dimension[] | null,
  order: ChannelOrder,
): number | undefined {
  const { outputs } = model.graph;
  const isOfPlaces = (other: readonly Dimension[] | null): boolean =>
    shape?.length === 3 && other?.length === 3 && shape[2] === 1 && other[2] !== 1 && other[1] === shape[1];
  if (outputs.some((output) => isOfPlaces(output.shape))) return -1;
  return (shape && shape.length > 3 ? channelAxisOf(model, tensor) : undefined) ?? likelyClassAxis(shape, order);
}

/** The axis of the channels of scores at places, as the convolutions before them tell; undefined where none does. */
function channelAxisOf(model: Model, tensor: string): number | undefined {
  if (!ancestorsOf(model.graph, tensor).some((node) => hasTrait(node, 'linear', 'convolution'))) return undefined;
  const roles = layouts(model).get(tensor)?.roles ?? [];
  const axis = roles.indexOf('channel');
  return axis > 0 && roles.lastIndexOf('channel') === axis && !roles.includes(null) ? axis : undefined;
}

const cutReason = ({ name, cut, tensor }: NamedEnd): string =>
  `${name} is the ${cut} of ${tensor}; what enters the ${cut.split(' ')[0]} is taken as the logits`;

const at = (classAxis: number | undefined): Pick<Logits, 'classAxis'> => (classAxis === undefined ? {} : { classAxis });

/** What a reader should know of scores of a kind. */
const ASSUMED: Partial<Record<ScoreKind, string>> = {
  multilabel: ': multi-label, each label has a probability of its own',
  binary: ': one number stands for two classes, unless "outputKind" in the sidecar is "values"',
};

interface NamedEnd extends ScoreEnd {
  /** The output, or the tensor that the recipe names. */
  readonly name: string;
}

/** What stands after the scores: rather a function than only the choice of a class. */
function endOf(graph: Graph, made: ReadonlyMap<string, Node>, named?: string): NamedEnd | undefined {
  const names = named === undefined ? graph.outputs.map(({ name }) => name) : [named];
  const ends = names.flatMap((name): NamedEnd[] => {
    const end = scoreEnd(graph, made, name);
    return end ? [{ ...end, name }] : [];
  });
  return ends.find(({ activation }) => activation !== 'none') ?? ends[0];
}

/**
 * Exports of transformers have hidden states among their outputs, perhaps before the scores; those of poses where a key
 * point lies and which others belong to it.
 */
const CALLED_SO: readonly RegExp[] = [/^logits?$/i, /(^|[^a-z])heat_?maps?([^a-z]|$)/i];

/** The first output with scores of several classes, or any scores. */
function plainScores(graph: Graph): Value {
  const scores = graph.outputs.filter(({ type }) => isFloating(type));
  const found =
    CALLED_SO.flatMap((called) => scores.find(({ name }) => called.test(name)) ?? [])[0] ??
    scores.find(({ shape }) => shape === null || shape.length >= 2) ??
    scores[0];
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
function kindOf(
  shape: readonly Dimension[] | null,
  link: Link,
  classAxis?: number,
): Pick<Logits, 'kind' | 'classes' | 'single'> {
  const [, channels, ...positions] = shape ? scoreAxes(shape, classAxis).shape : [];
  const scores = typeof channels === 'number' ? channels : 1;
  const classes = scores === 1 && link !== 'identity' ? 2 : scores;
  const single = classes > scores && { single: true as const };
  if (positions.some((d) => d !== 1)) return { kind: 'dense', classes, ...single };
  if (link === 'identity') return { kind: 'regression', classes };
  if (scores === 1) return { kind: 'binary', classes, ...single };
  return { kind: link === 'sigmoid' ? 'multilabel' : 'classification', classes };
}

function shapeOf(graph: Graph, tensor: string): readonly Dimension[] | null {
  return (graph.values.get(tensor) ?? graph.outputs.find((o) => o.name === tensor))?.shape ?? null;
}
