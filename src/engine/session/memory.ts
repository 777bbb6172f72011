import type { FloatTensor } from '../tensor/tensor';

/** Tensors of the forward pass of one image, computed once and shared by all methods. */
export type ImageMemory = Map<string, Promise<FloatTensor>>;

/** What is remembered of images, each by the array of its values: it is forgotten with the image. */
export class Memory {
  private readonly images = new WeakMap<Float32Array, ImageMemory>();

  of({ data }: FloatTensor): ImageMemory {
    const known = this.images.get(data) ?? new Map<string, Promise<FloatTensor>>();
    this.images.set(data, known);
    return known;
  }

  /** Lets an image begin with what is remembered of another, and with what else is known of it. */
  inherit(image: FloatTensor, from: ImageMemory, known: Readonly<Record<string, FloatTensor>> = {}): void {
    const own = Object.entries(known).map(([name, tensor]) => [name, Promise.resolve(tensor)] as const);
    this.images.set(image.data, new Map([...from, ...own]));
  }
}
