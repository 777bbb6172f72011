import type { Dimension } from '../../graph/model';
import { inOrder, toChannelsFirst } from '../../tensor/channel-order';
import type { Tensor } from '../../tensor/tensor';

/**
 * A tensor of a channels-last network as it lies in our graph. `shape` is the shape the network itself knows, batch and
 * all; where `moved` is true the tensor in the graph has its last axis in second place (NHWC is held as NCHW), so that
 * convolutions need no transposition.
 */
export interface Feature {
  readonly tensor: string;
  readonly shape: readonly Dimension[];
  readonly moved: boolean;
  /** The values, where they are stored or known. */
  readonly constant?: Tensor;
  /** Whole numbers (held as int64): shapes, axes, indices. */
  readonly whole?: boolean;
  /** Truth values. */
  readonly truth?: boolean;
  /** Between SpaceToBatchND and BatchToSpaceND: lies as before, and what works on it is dilated by this. */
  readonly dilation?: readonly number[];
  /** The numbers of a shape as far as they are known. */
  readonly contents?: readonly Dimension[];
}

/** An axis counted from the front. */
export const positive = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** Where an axis of the network's shape lies in the graph's tensor. */
export function placeOf({ shape, moved }: Feature, axis: number): number {
  const at = positive(axis, shape.length);
  if (!moved || at === 0) return at;
  return at === shape.length - 1 ? 1 : at + 1;
}

/** Values of one list per axis, in the order of the graph's tensor. */
export function inPlace<T>(feature: Feature, perAxis: readonly T[]): T[] {
  return feature.moved ? inOrder(perAxis, toChannelsFirst(perAxis.length)) : [...perAxis];
}

/** The length of an axis, or undefined where it is open. */
export function lengthOf({ shape }: Feature, axis: number): number | undefined {
  const length = shape[positive(axis, shape.length)];
  return typeof length === 'number' ? length : undefined;
}
