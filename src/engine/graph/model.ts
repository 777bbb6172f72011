import type { ElementType } from '../tensor/tensor';

/**
 * A stored tensor: little-endian bytes as they stand in the model file or a shard.
 * The bytes are a VIEW of the loaded file, never a copy; they need not be aligned.
 */
export interface Weight {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly bytes: Uint8Array;
  /** Only for type `string`. */
  readonly strings?: readonly string[];
  /** Is about to be learned: nothing that is made of it may be computed beforehand. */
  readonly variable?: true;
}

export type Attribute =
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'ints' | 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'tensor'; readonly value: Weight }
  | { readonly kind: 'graph'; readonly value: Graph }
  /** Inside a function body: the attribute of that name of the calling node. */
  | { readonly kind: 'reference'; readonly value: string };
export type Attributes = Readonly<Record<string, Attribute>>;

/** One operator; inputs and outputs are tensor names, '' where an optional one is absent. */
export interface Node {
  readonly name: string;
  /** Operator type, for example `Conv`. */
  readonly op: string;
  /** '' is the ONNX domain. */
  readonly domain: string;
  /** Which of the model functions of one name is called; '' where absent. */
  readonly overload?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

/** A dimension: a length, a symbol (for example `batch`), or null when unknown. */
export type Dimension = number | string | null;

/** Name, type and shape of a tensor that flows through the graph; `shape` is null when even the rank is unknown. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly Dimension[] | null;
}

/** A directed acyclic graph of operators; nodes stand in topological order. Treated as immutable. */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly Node[];
  readonly weights: ReadonlyMap<string, Weight>;
  /** Shapes of inner tensors, as stored by the exporter or found by shape inference. */
  readonly values: ReadonlyMap<string, Value>;
}

/** A model-local function (ONNX `FunctionProto`): its body refers to attributes of the call by name. */
export interface ModelFunction {
  readonly name: string;
  readonly domain: string;
  /** Tells functions of one name apart. */
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly string[];
  /** Attributes that a call may leave out, with their values. */
  readonly defaults: Attributes;
  readonly nodes: readonly Node[];
  readonly opsets: ReadonlyMap<string, number>;
}

export interface Model {
  readonly irVersion: number;
  /** Operator-set version per domain ('' is ONNX's own). */
  readonly opsets: ReadonlyMap<string, number>;
  readonly producer: string;
  readonly metadata: ReadonlyMap<string, string>;
  readonly functions: readonly ModelFunction[];
  readonly graph: Graph;
}

/**
 * The operator set to which every model is brought when it is opened, so that all later code knows one form of each
 * operator.
 */
export const OPSET = 21;

/** The value of an int or float attribute, or `otherwise` when absent. */
export function numberAttribute(node: Node, name: string, otherwise: number): number {
  const attribute = node.attributes[name];
  return attribute && (attribute.kind === 'int' || attribute.kind === 'float') ? attribute.value : otherwise;
}

/** The value of an ints or floats attribute, or undefined. */
export function numbersAttribute(node: Node, name: string): readonly number[] | undefined {
  const attribute = node.attributes[name];
  return attribute && (attribute.kind === 'ints' || attribute.kind === 'floats') ? attribute.value : undefined;
}

/** The value of a string attribute, or `otherwise` when absent. */
export function stringAttribute(node: Node, name: string, otherwise: string): string {
  const attribute = node.attributes[name];
  return attribute?.kind === 'string' ? attribute.value : otherwise;
}

export const int = (value: number): Attribute => ({ kind: 'int', value });
export const float = (value: number): Attribute => ({ kind: 'float', value });
export const text = (value: string): Attribute => ({ kind: 'string', value });
export const ints = (value: readonly number[]): Attribute => ({ kind: 'ints', value });
