import { int, ints, numberAttribute, type Attributes, type Model, type Node } from './model';

/**
 * Nodes that another runtime runs stand in a domain of their own: a whole network that cannot be imported is one of
 * them, so that masks, paths and metrics are built around it as around any other.
 */
export const EXTERNAL = 'saliency-lens.external';
/** The network: one input, its outputs. */
export const RUN = 'Run';
/** Its backward pass: the input and a gradient for every output named; the gradient of the input comes out. */
export const RUN_BACKWARD = 'RunBackward';

export const isExternal = (node: Node): boolean => node.domain === EXTERNAL;
export const hasExternal = ({ graph }: Model): boolean => graph.nodes.some(isExternal);

/** What the node of a network of an external runtime says about itself. */
export interface ExternalFacts {
  /** The runtime's names of the outputs. */
  readonly outputs: readonly string[];
  /** Per output its shape without the batch axis; undefined where it is not known before the network has run. */
  readonly shapes: readonly (readonly number[] | undefined)[];
  readonly differentiable: boolean;
  /** Stands for the cost of one image: the more, the fewer images are run at once. */
  readonly macs: number;
}

export function externalAttributes({ outputs, shapes, differentiable, macs }: ExternalFacts): Attributes {
  const known = shapes.flatMap((shape, k): [string, Attributes[string]][] =>
    shape ? [[`shape${k}`, ints(shape)]] : [],
  );
  return {
    outputs: { kind: 'strings', value: outputs },
    differentiable: int(differentiable ? 1 : 0),
    macs: int(macs),
    ...Object.fromEntries(known),
  };
}

/** The runtime's names of what a node's outputs (of `RunBackward`: its gradients) stand for. */
export function externalNames({ attributes }: Node): readonly string[] {
  const { outputs } = attributes;
  return outputs?.kind === 'strings' ? outputs.value : [];
}

export const isDifferentiable = (node: Node): boolean => numberAttribute(node, 'differentiable', 0) === 1;
