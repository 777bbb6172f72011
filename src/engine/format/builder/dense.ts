import { ints } from '../../graph/model';
import type { Tensor } from '../../tensor/tensor';
import type { NetworkBuilder } from './builder';
import type { Feature } from './feature';

/**
 * x · W + b over the last axis. On a channels-first image it is a convolution with a window of one.
 * @param kernel [channels in, channels out]
 */
export function dense(builder: NetworkBuilder, feature: Feature, kernel: Tensor, bias: Tensor | undefined): Feature {
  const rank = feature.shape.length;
  const [inner, outer] = kernel.dims;
  const shape = [...feature.shape.slice(0, -1), outer];
  const offset = bias && builder.store(bias, 'bias');
  const stored = (): string => builder.arranged(kernel, [0, 1], 'kernel');
  if (rank === 2)
    return { tensor: builder.op('Gemm', [feature.tensor, stored(), ...(offset ? [offset] : [])]), shape, moved: false };
  if (feature.moved) {
    const ones = new Array<number>(rank - 2).fill(1);
    const weight = builder.arranged(kernel, [1, 0], 'kernel', [outer, inner, ...ones]);
    return {
      tensor: builder.op('Conv', [feature.tensor, weight, ...(offset ? [offset] : [])], { kernel_shape: ints(ones) }),
      shape,
      moved: true,
    };
  }
  const product = builder.op('MatMul', [builder.plain(feature), stored()]);
  return { tensor: offset ? builder.op('Add', [product, offset]) : product, shape, moved: false };
}
