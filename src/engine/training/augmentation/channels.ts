import { floats, sizeOf, type FloatTensor } from '../../tensor/tensor';

/** Red, green and blue as one brightness (ITU-R BT.601, rounded as PIL rounds it). */
const GREY = [0.2989, 0.587, 0.114] as const;

/** Channel `index` of [C, …], sharing the data. */
export function channelOf({ dims, data }: FloatTensor, index: number): Float32Array {
  const size = sizeOf(dims.slice(1));
  return data.subarray(index * size, (index + 1) * size);
}

/** The brightness of every pixel; of an image of one channel the channel itself. */
export function greyOf(image: FloatTensor): ArrayLike<number> {
  if (image.dims[0] !== 3) return channelOf(image, 0);
  const [red, green, blue] = [0, 1, 2].map((c) => channelOf(image, c));
  const grey = new Float64Array(red.length);
  for (let p = 0; p < grey.length; p++) grey[p] = GREY[0] * red[p] + GREY[1] * green[p] + GREY[2] * blue[p];
  return grey;
}

export const clipped = (value: number): number => Math.min(1, Math.max(0, value));

/** A new image whose value `p` of channel `c` is `value(old, c, p)`. */
export function changed(image: FloatTensor, value: (old: number, c: number, p: number) => number): FloatTensor {
  const result = floats(image.dims);
  const size = sizeOf(image.dims.slice(1));
  for (let c = 0, i = 0; c < image.dims[0]; c++)
    for (let p = 0; p < size; p++, i++) result.data[i] = value(image.data[i], c, p);
  return result;
}

/** Every channel of an image by itself, into planes of another size. */
export function ofEachChannel(
  image: FloatTensor,
  size: readonly [number, number],
  plane: (values: Float32Array, c: number) => ArrayLike<number>,
): FloatTensor {
  const result = floats([image.dims[0], ...size]);
  for (let c = 0; c < image.dims[0]; c++) result.data.set(plane(channelOf(image, c), c), c * size[0] * size[1]);
  return result;
}
