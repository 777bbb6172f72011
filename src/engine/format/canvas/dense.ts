import { ints } from '../../graph/model';
import type { Tensor } from '../../tensor/tensor';
import type { Canvas } from './canvas';
import type { Feature } from './feature';

/**
 * x · W + b over the last axis. On a channels-first picture it is a convolution with a window of one.
 * @param kernel [channels in, channels out]
 */
export function dense(canvas: Canvas, feature: Feature, kernel: Tensor, bias: Tensor | undefined): Feature {
  const rank = feature.shape.length;
  const [inner, outer] = kernel.dims;
  const shape = [...feature.shape.slice(0, -1), outer];
  const offset = bias && canvas.store(bias, 'bias');
  const stored = (): string => canvas.arranged(kernel, [0, 1], 'kernel');
  if (rank === 2)
    return { tensor: canvas.op('Gemm', [feature.tensor, stored(), ...(offset ? [offset] : [])]), shape, moved: false };
  if (feature.moved) {
    const ones = new Array<number>(rank - 2).fill(1);
    const weight = canvas.arranged(kernel, [1, 0], 'kernel', [outer, inner, ...ones]);
    return {
      tensor: canvas.op('Conv', [feature.tensor, weight, ...(offset ? [offset] : [])], { kernel_shape: ints(ones) }),
      shape,
      moved: true,
    };
  }
  const product = canvas.op('MatMul', [canvas.plain(feature), stored()]);
  return { tensor: offset ? canvas.op('Add', [product, offset]) : product, shape, moved: false };
}
