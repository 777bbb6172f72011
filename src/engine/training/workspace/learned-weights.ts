import { constantTensors } from '../../graph/constants';
import type { Model, Node } from '../../graph/model';
import { isStatic } from '../../graph/shapes/dimension';
import { producers } from '../../graph/rewriting';
import { sizeOf } from '../../tensor/tensor';
import { isBeside, roleOf, type Role } from './role';

/** A stored tensor that a network learns, as the operator reads it that it is for. */
export interface LearnedWeight {
  readonly name: string;
  readonly role: Role;
  /** The operator, and the shape in which it reads the weight, which may have been turned or cut before. */
  readonly node: Node;
  readonly dims: readonly number[];
}

/**
 * What a model learns: the float32 tensors it stores that its operators read as weights, in the order of the graph.
 * @param model with the shapes of its tensors, pruned to what is learned from
 */
export function learnedWeights(model: Model): LearnedWeight[] {
  const { graph } = model;
  const computed = constantTensors(model);
  const makers = producers(graph);
  const isConstant = (name: string): boolean => graph.weights.has(name) || computed.has(name);
  const found = new Map<string, LearnedWeight>();
  const behind = new Set<string>();
  for (const node of graph.nodes) {
    if (node.outputs.some((name) => computed.has(name))) continue;
    const follows = node.inputs.some((name) => behind.has(name));
    const before = found.size;
    node.inputs.forEach((name, input) => {
      const role = name !== '' && isConstant(name) ? roleOf(node, input, follows) : undefined;
      const dims = dimsOf(name);
      if (!role || dims === undefined || isSetting(node, dims)) return;
      for (const origin of originsOf(name))
        if (!found.has(origin)) found.set(origin, { name: origin, role, node, dims });
    });
    if (follows || found.size > before) node.outputs.forEach((name) => behind.add(name));
  }
  return [...found.values()];

  function dimsOf(name: string): readonly number[] | undefined {
    const shape = graph.weights.get(name)?.dims ?? graph.values.get(name)?.shape ?? null;
    return isStatic(shape) ? shape : undefined;
  }

  /** The stored tensors that a constant is made of. */
  function originsOf(name: string): string[] {
    const weight = graph.weights.get(name);
    if (weight) return weight.type === 'float32' ? [name] : [];
    return (makers.get(name)?.inputs ?? []).filter(Boolean).flatMap(originsOf);
  }
}

/** A single number beside others belongs to a formula (GELU, a scale of attention), not to a layer. */
const isSetting = ({ op }: Node, dims: readonly number[]): boolean => isBeside(op) && sizeOf(dims) === 1;
