/** An object of an image as somebody drew it. */
export interface TrueBox {
  /** The name of its class, or its number where it has none. */
  readonly label: string;
  /** Left, top, right and bottom. */
  readonly corners: readonly [number, number, number, number];
  /** A crowd, or what is said to be difficult: found or not, it does not count. */
  readonly isAside: boolean;
  /** Of the object in square pixels, where the file says it; that of the box otherwise. */
  readonly area?: number;
}

/** All objects of an image. */
export interface TrueBoxes {
  readonly boxes: readonly TrueBox[];
  /** Whether corners are pixels of the image, or shares of its width and height. */
  readonly unit: 'pixels' | 'shares';
}
