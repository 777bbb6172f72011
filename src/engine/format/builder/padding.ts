/** How a window meets the border: TensorFlow's two rules, or explicit lengths before and after each spatial axis. */
export type Padding = 'same' | 'valid' | readonly (readonly [number, number])[];

/** The windows of a convolution or pooling, one number per spatial axis. */
export interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: Padding;
}

/** Length a dilated kernel covers. */
export const extentOf = (kernel: number, dilation: number): number => (kernel - 1) * dilation + 1;

/**
 * Padding before and after one axis so that the output has ⌈length / stride⌉ positions, the odd one after.
 * @see https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 */
export function samePadding(length: number, kernel: number, stride: number, dilation: number): [number, number] {
  const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + extentOf(kernel, dilation) - length);
  const before = Math.floor(total / 2);
  return [before, total - before];
}

/** Number of positions of a window along an axis of known length. */
export function positions(length: number, windows: Windows, k: number): number {
  const { kernel, strides, dilations, padding } = windows;
  if (padding === 'same') return Math.ceil(length / strides[k]);
  const [before, after] = padding === 'valid' ? [0, 0] : padding[k];
  return Math.floor((length + before + after - extentOf(kernel[k], dilations[k])) / strides[k]) + 1;
}
