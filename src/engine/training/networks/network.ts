import type { Recipe } from '../../../protocol/recipe';
import type { Model } from '../../graph/model';
import type { Schema, ValuesOf } from '../../parameter/schema';
import type { ChannelOrder } from '../../tensor/channel-order';

/** What a network is made for. */
export interface NetworkFacts {
  /** [C, H, W] of images, [C, L] of signals. */
  readonly inputDims: readonly number[];
  readonly classes: number;
  /** Their names. */
  readonly labels?: readonly string[];
  /** Of the weights it begins with. */
  readonly seed: number | string;
}

/** A network about to learn: unless it says otherwise, its input takes channels first and its scores are `logits`. */
export interface FreshNetwork {
  readonly model: Model;
  /** Weights that learn. */
  readonly parameters: readonly string[];
  /** The tensor up to which nothing learns, so that it is computed once per input. */
  readonly features?: string;
  /** The tensor of the scores, and what it holds. */
  readonly output?: string;
  readonly holds?: 'logits' | 'probabilities';
  /** Order of the axes its input takes. */
  readonly layout?: ChannelOrder;
  /** How its inputs are made, where it is not as for all. */
  readonly recipe?: Recipe;
}

/** A kind of network that can be trained: one file, one line in the registry. */
export interface NetworkKind<S extends Schema = Schema> {
  readonly id: string;
  readonly label: string;
  /** One line: what it is made of. */
  readonly description: string;
  /** Inputs it takes. */
  readonly of: 'images' | 'signals' | 'any';
  readonly params: S;
  /** @throws LensError `invalid-argument` where the input is too small for it */
  build(params: ValuesOf<S>, facts: NetworkFacts): FreshNetwork;
}
