import type { Schema, ValuesOf } from '../../parameter/schema';
import type { RandomStream } from '../../tensor/random';
import type { FloatTensor } from '../../tensor/tensor';

/**
 * One change of an input before it is learned from: one file, one line in the registry.
 * @typeParam V what a draw says, and all that `apply` reads
 */
export interface Augmentation<V = object, S extends Schema = Schema> {
  readonly id: string;
  readonly label: string;
  /** Inputs it makes sense for. */
  readonly of: 'images' | 'any';
  /** How far it may go. */
  readonly params: S;
  /** What is done to one input. @param dims [C, H, W] of an image in 0 … 1, or [C, L] of a signal */
  draw(random: RandomStream, params: ValuesOf<S>, dims: readonly number[]): V;
  /** The changed input; the one given stays as it is. */
  apply(input: FloatTensor, drawn: V): FloatTensor;
}
