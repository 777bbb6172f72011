import { LensError } from '../../protocol/error';
import { int } from '../graph/model';
import { floats, type ElementType } from '../tensor/tensor';
import type { ReverseContext } from './rule';

/** A tensor's name, or a number that becomes a scalar constant of the element type at hand. */
export type Term = string | number;

/** ONNX TensorProto.DataType of the floating types a gradient can have, float32 (the constants' own type) excepted. */
const CAST_TARGETS: Partial<Record<ElementType, number>> = { float16: 10, float64: 11, bfloat16: 16 };

/** Element type of a tensor; float32 where nothing says otherwise. */
export function typeOf({ builder, node }: ReverseContext, tensor = node.inputs[0]): ElementType {
  const { graph } = builder.base;
  return (
    graph.weights.get(tensor)?.type ??
    graph.values.get(tensor)?.type ??
    graph.inputs.find((v) => v.name === tensor)?.type ??
    'float32'
  );
}

/** Element type of a tensor's gradient: that of whole numbers is the gradient of the numbers they are. */
export function gradientTypeOf(context: ReverseContext, tensor = context.node.inputs[0]): ElementType {
  const type = typeOf(context, tensor);
  return isFloating(type) ? type : 'float32';
}

export const isFloating = (type: ElementType): boolean => type === 'float32' || type in CAST_TARGETS;

/** Writes formulas as ONNX operators: numbers become constants of the element type of the node's data. */
export class Arithmetic {
  private readonly type: ElementType;

  constructor(
    private readonly context: ReverseContext,
    like = context.node.inputs[0],
  ) {
    this.type = gradientTypeOf(context, like);
  }

  op(op: string, ...terms: Term[]): string {
    return this.context.builder.op(
      op,
      terms.map((term) => this.name(term)),
    );
  }

  add = (a: Term, b: Term): string => this.op('Add', a, b);
  sub = (a: Term, b: Term): string => this.op('Sub', a, b);
  mul = (a: Term, b: Term): string => this.op('Mul', a, b);
  div = (a: Term, b: Term): string => this.op('Div', a, b);
  pow = (a: Term, b: Term): string => this.op('Pow', a, b);
  neg = (a: Term): string => this.op('Neg', a);
  square = (a: string): string => this.mul(a, a);
  where = (condition: string, a: Term, b: Term): string =>
    this.context.builder.op('Where', [condition, this.name(a), this.name(b)]);
  /**
   * A divisor without its zeros: what is divided by it is 0 there. Norms, deviations, roots and logarithms have no slope
   * where it is 0, and 0 is the subgradient that PyTorch takes of norms and deviations.
   */
  withoutPole = (divisor: string): string => this.where(this.op('Equal', divisor, 0), Infinity, divisor);
  /** The numbers 0 and 1 for a boolean tensor. */
  indicator = (condition: string): string => this.cast(condition);

  /** Sum over axes, kept with length 1. */
  sum = (a: string, axes: readonly number[]): string => this.reduce('ReduceSum', a, axes);
  mean = (a: string, axes: readonly number[]): string => this.reduce('ReduceMean', a, axes);

  /** A scalar constant; other precisions by a Cast that ONNX Runtime folds. */
  scalar(value: number): string {
    const name = this.context.builder.constant(floats([], [value]), 'scalar');
    return this.type === 'float32' ? name : this.cast(name);
  }

  /** Any tensor converted to the element type at hand. */
  cast(tensor: string): string {
    return this.context.builder.op('Cast', [tensor], { to: int(CAST_TARGETS[this.type] ?? 1) });
  }

  /** Whole numbers and truth values as numbers that can be computed with. */
  real = (tensor: string): string => (isFloating(typeOf(this.context, tensor)) ? tensor : this.cast(tensor));

  private reduce(op: string, tensor: string, axes: readonly number[]): string {
    return this.context.builder.op(op, [tensor, this.context.builder.integers(...axes)], { keepdims: int(1) });
  }

  private name(term: Term): string {
    return typeof term === 'string' ? term : this.scalar(term);
  }
}

/** The error for a form of an operator whose gradient is not known. */
export function undifferentiable({ node }: ReverseContext, reason: string): LensError {
  return new LensError({
    code: 'not-differentiable',
    what: `${node.op} cannot be differentiated here: ${reason}`,
    where: node.name || node.outputs[0],
    next: 'Choose a layer after it, or a perturbation method, which needs no gradient',
  });
}
