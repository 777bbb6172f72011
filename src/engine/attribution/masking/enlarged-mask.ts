import { floats, type Tensor } from '../../tensor/tensor';
import type { Enlargement } from './enlargement';
import type { MaskKind } from './masking';

const MAPS = 'mask/maps';
const ROWS = 'mask/rows';
const COLUMNS = 'mask/columns';

/**
 * Masks from small maps `[N, h, w]`, one enlargement R · map · Cᵀ for all maps of a batch. The matrices are inputs, so
 * that one graph (and one native copy of the weights) serves the maps of every layer.
 */
export const enlargedMask: MaskKind = {
  key: 'enlarged',
  build(builder, dims) {
    const spatial = dims.slice(1);
    const [height, width] = spatial.length === 1 ? [1, spatial[0]] : spatial;
    builder.input(MAPS, 'float32', ['N', 'h', 'w']);
    builder.input(ROWS, 'float32', [height, 'h']);
    builder.input(COLUMNS, 'float32', ['w', width]);
    const mask = builder.op('MatMul', [builder.op('MatMul', [ROWS, MAPS]), COLUMNS]);
    return builder.op('Reshape', [mask, builder.integers(-1, 1, ...spatial)]);
  },
};

/** The small maps of one batch. */
export function enlargedFeeds(
  { rows, columns, from }: Enlargement,
  maps: readonly Float64Array[],
): Record<string, Tensor> {
  const batch = floats([maps.length, ...from]);
  maps.forEach((map, n) => batch.data.set(map, n * map.length));
  return { [MAPS]: batch, [ROWS]: rows, [COLUMNS]: columns };
}
