import { float, numberAttribute, type Model, type Node, type Weight } from '../graph/model';
import { GraphBuilder } from '../graph/builder';
import { consumers, producers, pruned } from '../graph/rewriting';
import { floatsOf } from '../graph/weight';
import { floats } from '../tensor/tensor';

/** Where the output channels of a weight lie, per operator that a batch normalisation can be merged into. */
const CHANNEL_AXIS: Readonly<Record<string, (node: Node) => number>> = {
  Conv: () => 0,
  Gemm: (node) => (numberAttribute(node, 'transB', 0) ? 0 : 1),
  ConvTranspose: () => 1,
};

interface Pairing {
  readonly layer: Node;
  readonly normalization: Node;
}

/**
 * Every batch normalisation that follows a layer directly becomes part of its weight and bias: w′ = w s, b′ = (b − μ) s
 * + β with s = γ / √(σ² + ε). The weights are scaled by operators, so that ONNX Runtime does it once.
 */
export function withMergedNormalization(model: Model): Model {
  const pairings = new Map(
    pairingsOf(model).flatMap(
      (pairing) =>
        [
          [pairing.layer, pairing],
          [pairing.normalization, pairing],
        ] as const,
    ),
  );
  if (pairings.size === 0) return model;
  const builder = new GraphBuilder({ ...model, graph: { ...model.graph, nodes: [] } }, 'merged/');
  for (const node of model.graph.nodes) {
    const pairing = pairings.get(node);
    if (!pairing) builder.add(node);
    else if (node === pairing.normalization) builder.add(merged(builder, pairing, model.graph.weights));
  }
  return pruned(builder.build());
}

function pairingsOf({ graph }: Model): Pairing[] {
  const makers = producers(graph);
  const readers = consumers(graph);
  const outputs = new Set(graph.outputs.map((o) => o.name));
  return graph.nodes.flatMap((normalization) => {
    if (normalization.op !== 'BatchNormalization' || normalization.domain !== '') return [];
    const layer = makers.get(normalization.inputs[0]);
    if (!layer || readers.get(layer.outputs[0])?.length !== 1 || outputs.has(layer.outputs[0])) return [];
    const parameters = [...layer.inputs.slice(1), ...normalization.inputs.slice(1)].filter(Boolean);
    const grouped = layer.op === 'ConvTranspose' && numberAttribute(layer, 'group', 1) !== 1;
    return Object.hasOwn(CHANNEL_AXIS, layer.op) && !grouped && parameters.every((name) => graph.weights.has(name))
      ? [{ layer, normalization }]
      : [];
  });
}

function merged(builder: GraphBuilder, { layer, normalization }: Pairing, weights: ReadonlyMap<string, Weight>): Node {
  const [gamma, beta, mean, variance] = normalization.inputs.slice(1).map((name) => floatsOf(weights.get(name)!).data);
  const epsilon = numberAttribute(normalization, 'epsilon', 1e-5);
  const scale = gamma.map((g, c) => g / Math.sqrt(variance[c] + epsilon));
  const factor = numberAttribute(layer, 'beta', 1);
  const own = layer.inputs[2] ? floatsOf(weights.get(layer.inputs[2])!).data : undefined;
  const bias = beta.map((b, c) => ((own ? factor * own[own.length === 1 ? 0 : c] : 0) - mean[c]) * scale[c] + b);
  const dims = weights.get(layer.inputs[1])!.dims;
  const axis = CHANNEL_AXIS[layer.op](layer);
  const column = floats(
    dims.map((_, k) => (k === axis ? scale.length : 1)),
    scale,
  );
  const weight = builder.op('Mul', [layer.inputs[1], builder.constant(column, 'scale')]);
  builder.describe({ name: weight, type: 'float32', shape: dims });
  const attributes = layer.op === 'Gemm' ? { ...layer.attributes, beta: float(1) } : layer.attributes;
  return {
    ...layer,
    attributes,
    inputs: [layer.inputs[0], weight, builder.constant(floats([bias.length], bias), 'bias')],
    outputs: [normalization.outputs[0]],
  };
}
