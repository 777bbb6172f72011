import { resizedMap } from '../../tensor/resize';
import { floats, type FloatTensor } from '../../tensor/tensor';

/** Logits [classes, height, width] at another size, bilinear: classes are compared after resizing, not before. */
export function resized(
  { dims: [classes, height, width], data }: FloatTensor,
  size: readonly [number, number],
): FloatTensor {
  const result = floats([classes, ...size]);
  const [from, to] = [height * width, size[0] * size[1]];
  for (let c = 0; c < classes; c++)
    result.data.set(resizedMap(data.subarray(c * from, (c + 1) * from), [height, width], size), c * to);
  return result;
}
