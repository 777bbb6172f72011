import type { Tensor } from '../../tensor/tensor';
import type { Attributes, Node } from '../model';
import type { Facts } from '../shapes/facts';

/** What an upgrader may ask of the graph around its node. */
export interface UpgradeContext {
  /** Type, shape and small contents of a tensor made before the node. */
  facts(tensor: string): Facts | undefined;
  /** Whether anything reads the tensor. */
  isUsed(tensor: string): boolean;
  /** Stores a constant and returns its name. */
  constant(tensor: Tensor, hint: string): string;
  /** A tensor name nothing else has. */
  fresh(hint: string): string;
}

/** Turns a node as it was written before operator set `before` into nodes of that set. */
export interface Upgrader {
  readonly ops: readonly string[];
  /** Of the operators; ONNX's own by default. */
  readonly domain?: string;
  readonly before: number;
  /** The same node means something else since then: nothing but the operator set tells which is meant. */
  readonly changesMeaning?: true;
  upgrade(node: Node, context: UpgradeContext): readonly Node[];
}

/** The attributes without those named. */
export function withoutAttributes(attributes: Attributes, ...names: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));
}

/** Inputs with the one at `index` set; gaps are absent inputs. */
export function withInput(inputs: readonly string[], index: number, name: string): string[] {
  return Array.from({ length: Math.max(inputs.length, index + 1) }, (_, k) => (k === index ? name : (inputs[k] ?? '')));
}

/** A node of the ONNX domain that takes the place of (a part of) another, whose name it keeps. */
export function replacement(
  node: Node,
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Attributes = {},
): Node {
  return { name: node.name, op, domain: '', inputs, outputs, attributes };
}
