import { GraphBuilder } from '../graph/builder';
import { float, int, numberAttribute, type Dimension, type Model, type Node } from '../graph/model';
import { withShapes } from '../graph/shapes';
import { numbersOf } from '../graph/weight';

/** What Dropout keeps, which whoever trains draws: an input (uint8, 0 or 1). */
export interface Mask {
  readonly input: string;
  /** The tensor it works on is called so in the model. */
  readonly tensor: string;
  /** Share that is dropped. */
  readonly ratio: number;
  /** Shape without the batch axis where there is one. */
  readonly shape: readonly Dimension[];
}

/** A running statistic and what the batch says of it. */
export interface Statistic {
  readonly name: string;
  readonly kind: 'mean' | 'variance';
  readonly ofBatch: string;
  /** The tensor that was normalised. */
  readonly of: string;
  /** Share that is kept of what was known before. */
  readonly momentum: number;
}

export interface TrainingForm {
  readonly model: Model;
  readonly masks: readonly Mask[];
  readonly statistics: readonly Statistic[];
}

/** A prepared model as it infers: stored statistics, nothing dropped. */
export function evaluationForm(model: Model): Model {
  const nodes = model.graph.nodes.map((node): Node => {
    if (node.domain !== '') return node;
    const outputs = node.outputs.slice(0, 1);
    if (node.op === 'Dropout')
      return { ...node, op: 'Identity', inputs: node.inputs.slice(0, 1), outputs, attributes: {} };
    if (node.op !== 'BatchNormalization') return node;
    return { ...node, outputs, attributes: { ...node.attributes, training_mode: int(0) } };
  });
  return withShapes({ ...model, graph: { ...model.graph, nodes } });
}

/** A prepared model as it trains: the statistics of the batch, and Dropout by masks that are inputs. */
export function trainingForm(model: Model): TrainingForm {
  const { graph } = model;
  const builder = new GraphBuilder({ ...model, graph: { ...graph, nodes: [] } }, 'train:');
  const masks: Mask[] = [];
  const statistics: Statistic[] = [];
  for (const node of graph.nodes) {
    if (node.domain === '' && node.op === 'Dropout') masks.push(...dropped(builder, model, node));
    else if (node.domain === '' && node.op === 'BatchNormalization')
      statistics.push(...normalisedByBatch(builder, model, node));
    else builder.add(node);
  }
  return { model: withShapes(builder.build()), masks, statistics };
}

/**
 * Pooling tells where each maximum stood, which its gradient asks for: otherwise that would pool once more, and ONNX
 * Runtime would bring every pooled tensor into its blocked layout, which nothing else uses while weights learn.
 */
export function withPoolIndices(model: Model): Model {
  const nodes = model.graph.nodes.map((node) =>
    node.domain === '' && node.op === 'MaxPool' && !node.outputs[1]
      ? { ...node, outputs: [node.outputs[0], `train:indices.${node.outputs[0]}`] }
      : node,
  );
  return { ...model, graph: { ...model.graph, nodes } };
}

/** x · keep / (1 − ratio) */
function dropped(builder: GraphBuilder, { graph }: Model, node: Node): Mask[] {
  const [x, given] = node.inputs;
  const [tensor] = node.outputs;
  const stored = given ? graph.weights.get(given) : undefined;
  const ratio = stored ? numbersOf(stored)[0] : numberAttribute(node, 'ratio', 0.5);
  if (ratio === 0) {
    builder.op('Identity', [x], {}, tensor);
    return [];
  }
  const shape = graph.values.get(x)?.shape ?? [];
  const input = builder.input(`train:keep.${tensor}`, 'uint8', shape);
  const kept = builder.op('Cast', [input], { to: int(1) });
  builder.op('Mul', [x, builder.op('Mul', [kept, builder.scalar(1 / (1 - ratio))])], {}, tensor);
  return [{ input, tensor, ratio, shape }];
}

/**
 * Normalised by the batch, whose mean and variance the node tells where its running statistics keep nothing. ONNX
 * Runtime writes what it tells over the statistics that come in, so it is given copies of no meaning.
 */
function normalisedByBatch(builder: GraphBuilder, { graph }: Model, node: Node): Statistic[] {
  const [x, scale, bias, mean, variance] = node.inputs;
  const [batchMean, batchVariance] = [builder.fresh('mean'), builder.fresh('variance')];
  builder.add({
    ...node,
    inputs: [x, scale, bias, ...[mean, variance].map((name) => builder.op('Mul', [name, builder.scalar(0)]))],
    outputs: [node.outputs[0], batchMean, batchVariance],
    attributes: { ...node.attributes, training_mode: int(1), momentum: float(0) },
  });
  const shared = { of: x, momentum: numberAttribute(node, 'momentum', 0.9) };
  const both: Statistic[] = [
    { ...shared, name: mean, kind: 'mean', ofBatch: batchMean },
    { ...shared, name: variance, kind: 'variance', ofBatch: batchVariance },
  ];
  return both.filter(({ name }) => graph.weights.has(name));
}
