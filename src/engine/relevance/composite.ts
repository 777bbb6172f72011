import { dependents as reached } from '../gradient/reach';
import type { RuleLookup } from '../gradient/rule';
import { gradientRule } from '../gradient/rules';
import type { Model, Node } from '../graph/model';
import type { RelevanceRule } from './context';
import { gateTensors } from './gates';
import { isConvolution, isLinearLayer } from './linear-layer';
import { nonNegativeTensors } from './non-negative';
import type { Box } from './rules/box';

/** What rules are chosen by: the place of a node in its network. */
export interface RelevanceFacts {
  /** Tensors that depend on the network's input, also in slope: a mask that was computed only weighs, as a weight does. */
  readonly dependents: ReadonlySet<string>;
  readonly nonNegative: ReadonlySet<string>;
  readonly gates: ReadonlySet<string>;
  isConvolution(node: Node): boolean;
  isLinearLayer(node: Node): boolean;
  /** The first such layer of the graph. */
  isFirstConvolution(node: Node): boolean;
  isFirstLinearLayer(node: Node): boolean;
}

export interface RelevanceOptions {
  /** Added to denominators of dense layers (of all layers where there is no stabilizer of its own). */
  readonly epsilon: number;
  /** Added to all other denominators. */
  readonly stabilizer: number;
  readonly gamma: number;
  readonly alpha: number;
  readonly box: Box;
  /** Whether the relevance of a residual sum is divided among its terms, or handed whole to each. */
  readonly sumCanonizer: boolean;
}

/**
 * Picks a node's rule; undefined leaves it to the ordinary gradient, which routes (reshaping, concatenation,
 * max-pooling).
 */
export type RulePicker = (node: Node) => RelevanceRule | undefined;

/** A choice of rules per kind and place of layer. */
export interface Composite {
  readonly id: string;
  readonly label: string;
  /** What it takes back through a convolution of non-negative inputs, in forward passes of one image. */
  readonly passes: number;
  rules(facts: RelevanceFacts, options: RelevanceOptions): RulePicker;
}

export function factsOf(model: Model, input: string): RelevanceFacts {
  const dependents = reached(model, [input], gradientRule);
  const convolution = model.graph.nodes.find((node) => isConvolution(node, dependents));
  const linear = model.graph.nodes.find((node) => isLinearLayer(node, dependents));
  return {
    dependents,
    nonNegative: nonNegativeTensors(model),
    gates: gateTensors(model, dependents),
    isConvolution: (node) => isConvolution(node, dependents),
    isLinearLayer: (node) => isLinearLayer(node, dependents),
    isFirstConvolution: (node) => node === convolution,
    isFirstLinearLayer: (node) => node === linear,
  };
}

/** The reverse pass of a composite: relevance in place of gradients. */
export function relevanceLookup(picker: RulePicker): RuleLookup {
  return (node) => {
    const rule = node.domain === '' ? picker(node) : undefined;
    return rule ? { ops: [node.op], backward: rule } : gradientRule(node);
  };
}
