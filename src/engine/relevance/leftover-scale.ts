import { GraphBuilder } from '../graph/builder';
import { numberAttribute, type Model, type Node } from '../graph/model';

/** PyTorch's ε, where the exporter has merged the normalisation and its own is no longer known. */
const TORCH_EPSILON = 1e-5;
/** Initializers that PyTorch's exporter makes itself, here a convolution's weight times a normalisation's scale. */
const MADE_BY_EXPORTER = /^onnx::Conv_\d+$/;

/**
 * Zennit's convention for merged normalisations: it leaves them in place with mean 0, variance 1 and their ε, so that
 * each still divides by √(1 + ε). Needed only to reproduce its numbers; it changes relevance by about 5e-6 per layer.
 * @param merged `original` with its normalisations merged
 */
export function withLeftoverScale(merged: Model, original: Model): Model {
  const normalizations = new Map(
    original.graph.nodes.filter((n) => n.op === 'BatchNormalization').map((n) => [n.outputs[0], n]),
  );
  const builder = new GraphBuilder({ ...merged, graph: { ...merged.graph, nodes: [] } }, 'leftover/');
  for (const node of merged.graph.nodes) {
    const epsilon = leftover(node, normalizations.get(node.outputs[0]));
    if (epsilon === undefined) builder.add(node);
    else scaled(builder, node, 1 / Math.sqrt(1 + epsilon));
  }
  return builder.build();
}

function leftover(node: Node, normalization: Node | undefined): number | undefined {
  if (node.op === 'BatchNormalization') return undefined;
  if (normalization) return numberAttribute(normalization, 'epsilon', TORCH_EPSILON);
  return node.op === 'Conv' && node.inputs.slice(1).every((name) => MADE_BY_EXPORTER.test(name))
    ? TORCH_EPSILON
    : undefined;
}

function scaled(builder: GraphBuilder, layer: Node, factor: number): void {
  const [output] = layer.outputs;
  const inner = builder.fresh(output);
  const value = builder.base.graph.values.get(output);
  if (value) builder.describe({ ...value, name: inner });
  builder.add({ ...layer, outputs: [inner] });
  builder.op('Mul', [inner, builder.scalar(factor)], {}, output);
}
