import { numberAttribute, type Node } from '../../graph/model';
import { sizeOf } from '../../tensor/tensor';

/** What a stored tensor is to the operator that reads it, and how such a weight begins. */
export type Role =
  /** Weighs so many numbers for each that it makes. */
  | { readonly kind: 'kernel'; fan(dims: readonly number[], node: Node): number }
  /** Those of a recurrent layer begin evenly within one over the root of its units. */
  | { readonly kind: 'recurrent' }
  /** Vectors of words or places. */
  | { readonly kind: 'table' }
  | { readonly kind: 'constant'; readonly value: number };

const constant = (value: number): Role => ({ kind: 'constant', value });
const [ZERO, ONE] = [constant(0), constant(1)];
const kernel = (fan: (dims: readonly number[], node: Node) => number): Role => ({ kind: 'kernel', fan });
const table: Role = { kind: 'table' };
const recurrent: Role = { kind: 'recurrent' };

const convolution = kernel((dims) => sizeOf(dims.slice(1)));
const transposed = kernel((dims) => sizeOf(dims) / dims[1]);
const left = kernel((dims) => dims.at(-1) ?? 1);
const right = kernel((dims) => dims.at(-2) ?? dims[0]);
const byFlag = (flag: string, usual: Role, turned: Role): Role =>
  kernel((dims, node) => {
    const role = numberAttribute(node, flag, 0) === 1 ? turned : usual;
    return role.kind === 'kernel' ? role.fan(dims, node) : 1;
  });
const scaleAndShift = [undefined, ONE, ZERO] as const;

/** The inputs of each operator that hold what a network learns. To add an operator: a line here. */
const ROLES: Readonly<Record<string, readonly (Role | undefined)[]>> = {
  Conv: [undefined, convolution, ZERO],
  ConvTranspose: [undefined, transposed, ZERO],
  Gemm: [byFlag('transA', left, right), byFlag('transB', right, left), ZERO],
  MatMul: [left, right],
  BatchNormalization: scaleAndShift,
  InstanceNormalization: scaleAndShift,
  LayerNormalization: scaleAndShift,
  GroupNormalization: scaleAndShift,
  PRelu: [undefined, constant(0.25)],
  Gather: [table],
  LSTM: [undefined, recurrent, recurrent, recurrent],
  GRU: [undefined, recurrent, recurrent, recurrent],
  RNN: [undefined, recurrent, recurrent, recurrent],
};

/** Constants beside numbers that flow learn only behind layers that do: before these they prepare an image. */
const BEHIND: Readonly<Record<string, Role>> = {
  ...{ Add: ZERO, Sub: ZERO, Mul: ONE, Div: ONE },
  // A token that is set beside those of an image.
  ...{ Concat: table, Expand: table },
};

/** @param isBehind whether the node works on what a layer that learns has made */
export function roleOf(node: Node, input: number, isBehind: boolean): Role | undefined {
  if (node.domain !== '') return undefined;
  return ROLES[node.op]?.[input] ?? (isBehind ? BEHIND[node.op] : undefined);
}

/** Whether an operator has weights of its own only behind a layer that learns. */
export const isBeside = (op: string): boolean => op in BEHIND;
