import type { Dimension, Node } from '../../model';
import type { Facts } from '../facts';

/** A small tensor whose values are followed: static shape, row-major values that may be symbols or unknown. */
export interface Contents {
  readonly type: Facts['type'];
  readonly dims: readonly number[];
  readonly values: readonly Dimension[];
}

export interface ContentContext {
  readonly node: Node;
  /** The inputs, all of them known; undefined where an optional one is absent. */
  readonly inputs: readonly (Contents | undefined)[];
  /** Static shapes of the outputs. */
  readonly shapes: readonly (readonly number[])[];
}

/** Computes an operator on small tensors, symbols included; exact, in the manner of operator set OPSET. */
export interface ContentRule {
  readonly ops: readonly string[];
  /** Values per output. */
  evaluate(context: ContentContext): readonly (readonly Dimension[])[];
}
