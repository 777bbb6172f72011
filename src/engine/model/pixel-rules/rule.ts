import type { Dimension, Node } from '../../graph/model';
import type { ElementType, FloatTensor } from '../../tensor/tensor';
import type { PixelTensor } from '../pixel-tensor';

/** What a rule may ask about its node. */
export interface PixelContext {
  readonly node: Node;
  /** Input k, where it still holds the image's own numbers. */
  pixels(k: number): PixelTensor | undefined;
  /** Input k, where it is stored. */
  constant(k: number): FloatTensor | undefined;
  /** The type in which it is stored. */
  storedType(k: number): ElementType | undefined;
  /** Shape of output k. */
  shape(k: number): readonly Dimension[] | null;
}

/** Follows the numbers of an image through an operator; undefined for outputs that mix or bend them. */
export interface PixelRule {
  readonly ops: readonly string[];
  follow(context: PixelContext): readonly (PixelTensor | undefined)[];
}
