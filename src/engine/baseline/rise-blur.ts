import { gaussianBlur } from '../tensor/blur';
import { floats, reshaped, type FloatTensor } from '../tensor/tensor';

/**
 * RISE's kernel: a unit impulse in the middle of size × size zeros, blurred with reflecting borders, so that it sums to
 * 1.
 */
export function riseKernel(size: number, sigma: number): FloatTensor {
  const impulse = floats([1, 1, size, size]);
  impulse.data[(size * size - 1) / 2] = 1;
  return reshaped(gaussianBlur(impulse, sigma), [size, size]);
}

/**
 * RISE's substrate: convolution with its kernel and ZERO padding, which darkens the borders.
 * @param input [N, C, H, W], or [N, C, L] taken as one row
 */
export function riseBlur(input: FloatTensor, size: number, sigma: number): FloatTensor {
  const { data: kernel } = riseKernel(size, sigma);
  const radius = (size - 1) / 2;
  const width = input.dims[input.dims.length - 1];
  const height = input.dims.length > 3 ? input.dims[input.dims.length - 2] : 1;
  const out = floats(input.dims);
  for (let i = 0; i < out.data.length; i++) {
    const column = i % width;
    const row = Math.floor(i / width) % height;
    let total = 0;
    for (let dy = Math.max(-radius, -row); dy <= Math.min(radius, height - 1 - row); dy++)
      for (let dx = Math.max(-radius, -column); dx <= Math.min(radius, width - 1 - column); dx++)
        total += kernel[(dy + radius) * size + dx + radius] * input.data[i + dy * width + dx];
    out.data[i] = total;
  }
  return out;
}
