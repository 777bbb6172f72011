import { floats, sizeOf, type FloatTensor, type Tensor } from '../../tensor/tensor';
import type { MaskKind } from './masking';

const MASKS = 'mask/masks';

/** Masks given whole, `[N, positions]`: for stored masks and feature maps. */
export const denseMask: MaskKind = {
  key: 'masks',
  build(builder, dims) {
    const spatial = dims.slice(1);
    builder.input(MASKS, 'float32', ['N', sizeOf(spatial)]);
    return builder.op('Reshape', [MASKS, builder.integers(-1, 1, ...spatial)]);
  },
};

/** Some rows of a table `[N, …]`. */
export function picked(table: FloatTensor, indices: readonly number[]): FloatTensor {
  const size = sizeOf(table.dims.slice(1));
  const rows = floats([indices.length, ...table.dims.slice(1)]);
  indices.forEach((index, n) => rows.data.set(table.data.subarray(index * size, (index + 1) * size), n * size));
  return rows;
}

/** Masks `[n, …spatial]` of one batch. */
export function maskFeeds(masks: FloatTensor): Record<string, Tensor> {
  return { [MASKS]: { ...masks, dims: [masks.dims[0], sizeOf(masks.dims.slice(1))] } };
}
