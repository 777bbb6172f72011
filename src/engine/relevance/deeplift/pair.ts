import type { Model, Value } from '../../graph/model';
import { renamedNodes } from '../../graph/rewriting';
import type { ReverseContext } from '../../gradient/rule';
import type { Shares } from '../context';
import { dependentsOf } from '../dependents';

/** A forward pass beside a second one over the baseline; both read the same weights. */
export interface Pair {
  readonly model: Model;
  /**
   * The baseline's tensor beside a tensor of the input's pass; the tensor itself where the input has no influence on
   * it.
   */
  counterpart(tensor: string): string;
}

const PREFIX = 'baseline:';

/** The input that takes the baseline of an input. */
export const baselineInput = (input: string): string => PREFIX + input;

/**
 * Adds the part of a model that depends on `input` a second time, fed by the input `baseline:<input>` of the same
 * shape.
 */
export function paired(model: Model, input: string): Pair {
  const { graph } = model;
  const dependent = dependentsOf(model, input);
  const copied = graph.nodes.filter((node) => node.outputs.some((name) => dependent.has(name)));
  const counterpart = (tensor: string): string => (dependent.has(tensor) ? PREFIX + tensor : tensor);
  const twin = (value: Value): Value => ({ ...value, name: counterpart(value.name) });
  const values = new Map(graph.values);
  for (const value of graph.values.values())
    if (dependent.has(value.name)) values.set(counterpart(value.name), twin(value));
  const copies = renamedNodes(copied, counterpart).map((node) => ({ ...node, name: node.name && PREFIX + node.name }));
  const inputs = [...graph.inputs, ...graph.inputs.filter((v) => v.name === input).map(twin)];
  return { model: { ...model, graph: { ...graph, inputs, nodes: [...graph.nodes, ...copies], values } }, counterpart };
}

/** A rule that also sees the baseline's tensors. */
export type PairedRule = (context: ReverseContext, counterpart: Pair['counterpart']) => Shares;
