import { GraphBuilder } from '../../graph/builder';
import { numberAttribute, type Model, type Node } from '../../graph/model';
import { hasTrait } from '../../graph/operators';

/** A constant that a node adds to its output. */
export interface BiasTerm {
  /** The node's output. */
  readonly tensor: string;
  /**
   * Whether the bias belongs to a map over positions that FullGrad shows: of a convolution or a batch normalisation.
   */
  readonly spatial: boolean;
  /** Appends the bias in a shape that broadcasts against the output. */
  aligned(builder: GraphBuilder): string;
}

/** Every bias of a forward pass that is stored as such. */
export function biasTerms(model: Model): BiasTerm[] {
  const isStored = (name: string | undefined): name is string => name !== undefined && model.graph.weights.has(name);
  const rankOf = (tensor: string): number => model.graph.values.get(tensor)?.shape?.length ?? 0;
  return model.graph.nodes.flatMap((node) => {
    const [tensor] = node.outputs;
    const perChannel = (builder: GraphBuilder, bias: string) =>
      builder.op('Reshape', [bias, builder.integers(1, -1, ...new Array<number>(rankOf(tensor) - 2).fill(1))]);
    const term = (spatial: boolean, aligned: BiasTerm['aligned']) => [{ tensor, spatial, aligned }];
    if (hasTrait(node, 'convolution') && hasTrait(node, 'linear') && isStored(node.inputs[2]))
      return term(node.op === 'Conv', (b) => perChannel(b, node.inputs[2]));
    if (node.op === 'BatchNormalization' && node.inputs.slice(1).every(isStored))
      return term(true, (b) => perChannel(b, shiftOf(b, node)));
    if (node.op === 'Gemm' && isStored(node.inputs[2]))
      return term(false, (b) => b.op('Mul', [node.inputs[2], b.scalar(numberAttribute(node, 'beta', 1))]));
    const added = node.op === 'Add' ? node.inputs.filter(isStored) : [];
    return added.length === 1 ? term(false, () => added[0]) : [];
  });
}

/** β − μ γ / √(σ² + ε). */
function shiftOf(builder: GraphBuilder, node: Node): string {
  const [, gamma, beta, mean, variance] = node.inputs;
  const deviation = builder.op('Sqrt', [
    builder.op('Add', [variance, builder.scalar(numberAttribute(node, 'epsilon', 1e-5))]),
  ]);
  return builder.op('Sub', [beta, builder.op('Div', [builder.op('Mul', [mean, gamma]), deviation])]);
}
