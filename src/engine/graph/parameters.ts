import { sizeOf } from '../tensor/tensor';
import { constantTensors } from './constants';
import type { Model, Node } from './model';
import { producers } from './rewriting';
import { isStatic } from './shapes/dimension';

/** A tensor of numbers that a network has learnt, as an operator reads it. */
export interface ParameterTensor {
  readonly dims: readonly number[];
  /** The stored weight it is, or is made of: two tensors of one origin are the same numbers. */
  readonly origin: string;
}

/**
 * The floating-point constants with axes by their names: stored ones, and those that are computed from stored ones, as
 * quantised or turned weights are; what these are computed from is not listed.
 */
export function parameterTensors(model: Model): ReadonlyMap<string, ParameterTensor> {
  const { graph } = model;
  const computed = constantTensors(model);
  const makers = producers(graph);
  const within = new Set(graph.nodes.filter(isMade).flatMap(({ inputs }) => inputs));
  const read = new Set(graph.nodes.filter((node) => !isMade(node)).flatMap(({ inputs }) => inputs));
  const found = new Map<string, ParameterTensor>();
  for (const [name, { type, dims }] of graph.weights)
    if (type.includes('float') && dims.length > 0 && (read.has(name) || !within.has(name)))
      found.set(name, { dims, origin: name });
  for (const name of computed) {
    const { type = '', shape = null } = graph.values.get(name) ?? {};
    if (read.has(name) && type.includes('float') && isStatic(shape) && shape.length > 0)
      found.set(name, { dims: shape, origin: originOf(name) });
  }
  return found;

  function isMade(node: Node): boolean {
    return node.outputs.some((name) => computed.has(name));
  }

  /** The largest of the weights that a constant is computed from. */
  function originOf(name: string): string {
    const maker = graph.weights.has(name) ? undefined : makers.get(name);
    const origins = maker?.inputs.filter(Boolean).map(originOf) ?? [];
    const size = (one: string): number => sizeOf(graph.weights.get(one)?.dims ?? []);
    return origins.reduce((a, b) => (size(b) > size(a) ? b : a), origins[0] ?? name);
  }
}

/** Number of parameters of a model, each counted once. */
export function parameterCount(model: Model): number {
  return countOf([...parameterTensors(model).values()]);
}

/** Numbers in tensors, those of one origin counted once. */
export function countOf(tensors: readonly ParameterTensor[]): number {
  const sizes = new Map(tensors.map(({ origin, dims }) => [origin, sizeOf(dims)]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
