import type { GraphBuilder } from '../graph/builder';
import type { Dimension, Node } from '../graph/model';
import type { ElementType, Tensor } from '../tensor/tensor';
import type { Window } from './window';

/** What a rule knows about the node it differentiates. All nodes are of operator set OPSET (graph/model.ts). */
export interface ReverseContext {
  readonly node: Node;
  /** Gradient of the target with respect to each output of the node; undefined where none arrives. */
  readonly gradients: readonly (string | undefined)[];
  /** Which inputs lie on a path to a tensor whose gradient is wanted; a rule makes nothing for the others. */
  readonly wanted: readonly boolean[];
  /** Appends the backward operators. */
  readonly builder: GraphBuilder;
  /**
   * Shape of a tensor; symbolic where it depends on the batch. @throws LensError when shape inference does not know it
   */
  shape(tensor: string): readonly Dimension[];
  /** The values of a tensor that does not depend on the input, if it is small and known; undefined otherwise. */
  constant(tensor: string): Tensor | undefined;
}

/** Whatever appends operators to a graph. */
export type Writer = Pick<ReverseContext, 'builder'>;

/** A gradient of a part of an image, and the windows by which it reaches beyond. */
export interface PartialGradient {
  readonly windows: readonly Window[];
  /** Appends it, made of a part of the output's gradient. */
  write(gradient: string): string;
}

/** The vector-Jacobian product of one operator, written as ONNX operators. */
export interface GradientRule {
  /** Operator types this rule serves. */
  readonly ops: readonly string[];
  /** Whether the node passes no gradient at all, because its output is piecewise constant. */
  cuts?(node: Node, typeOf: (tensor: string) => ElementType): boolean;
  /**
   * The derivative of an operator that makes a place of an image of the same place of its inputs: of a part of the
   * image it is the same.
   */
  readonly local?: true;
  /**
   * Of windows that move by one place: what a part of the output's gradient gives to the first input, reaching beyond
   * that part as far as the windows do; undefined where the whole gradient is needed.
   */
  part?(context: ReverseContext): PartialGradient | undefined;
  /** Inputs that are held fixed: no gradient passes them, whatever they are made of. */
  readonly fixed?: readonly number[];
  /**
   * Appends the backward nodes.
   * @returns the name of the gradient per input; undefined for inputs not wanted or on which the output does not depend
   * smoothly
   */
  backward(context: ReverseContext): (string | undefined)[];
}

/** How an operator's backward pass is found; methods such as guided backpropagation put their own rules first. */
export type RuleLookup = (node: Node) => GradientRule | undefined;
