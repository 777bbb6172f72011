import { sizeOf, type ElementType } from '../../tensor/tensor';
import type { Dimension, Node, Weight } from '../model';
import { numbersOf } from '../weight';
import { isStatic } from './dimension';

/** Tensors of at most this many elements are followed by value through the graph: shapes, axes, indices, scales. */
export const SMALL = 1024;

/** What is known of a tensor before the model runs. */
export interface Facts {
  readonly type: ElementType;
  readonly shape: readonly Dimension[] | null;
  /** Row-major values of a small tensor; a value may be a symbol (`batch`) or unknown (null). Booleans are 0 and 1. */
  readonly contents?: readonly Dimension[];
}

/** What a shape rule may ask about its node. */
export interface ShapeContext {
  readonly node: Node;
  /** Facts of input k; undefined where it is absent. */
  input(k: number): Facts | undefined;
  /** Shape of input k; null where it is absent or its rank unknown. */
  shape(k: number): readonly Dimension[] | null;
  /** Element type of input k, float32 where it is absent. */
  type(k: number): ElementType;
  /** Values of input k when all of them are known numbers. */
  numbers(k: number): readonly number[] | undefined;
  /** Facts of the outputs of a subgraph of the node. */
  branch(attribute: string): readonly Facts[] | undefined;
}

/** Types and shapes of an operator's outputs (operator set OPSET) from those of its inputs. */
export interface ShapeRule {
  readonly ops: readonly string[];
  infer(context: ShapeContext): readonly Facts[];
}

const FOLLOWED = new Set<ElementType>([
  'int64',
  'int32',
  'bool',
  'float32',
  'float64',
  'uint8',
  'int8',
  'int16',
  'uint16',
  'uint32',
]);

export const isFollowed = (type: ElementType): boolean => FOLLOWED.has(type);

/** Facts of a stored weight; its values only where it is small and stays what it is. */
export function factsOf(weight: Weight): Facts {
  const { type, dims } = weight;
  return !weight.variable && isFollowed(type) && sizeOf(dims) <= SMALL
    ? { type, shape: dims, contents: numbersOf(weight) }
    : { type, shape: dims };
}

/** The contents as numbers where every value is known. */
export function numbersIn(facts: Facts | undefined): readonly number[] | undefined {
  return isStatic(facts?.contents) ? facts.contents : undefined;
}

/** Number of outputs of a node, each with the facts made for its index. */
export function outputsOf(node: Node, facts: (index: number) => Facts): Facts[] {
  return node.outputs.map((_, index) => facts(index));
}

/** The axis as counted from the front. */
export const fromFront = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);
