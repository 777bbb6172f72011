import type { LabelMap } from '../../segmentation';
import { sizeOf, type FloatTensor, type Tensor } from '../../tensor/tensor';
import type { MaskKind } from './masking';

const ROWS = 'mask/rows';
const LABELS = 'mask/labels';

/**
 * Masks from one weight per segment: rows `[N, S]` are spread over the positions by a label map, all channels alike.
 */
export const coalitionMask: MaskKind = {
  key: 'coalitions',
  build(builder, dims) {
    const spatial = dims.slice(1);
    builder.input(ROWS, 'float32', ['N', 'S']);
    builder.input(LABELS, 'int32', [sizeOf(spatial)]);
    const spread = builder.op('Gather', [ROWS, LABELS], { axis: { kind: 'int', value: 1 } });
    return builder.op('Reshape', [spread, builder.integers(-1, 1, ...spatial)]);
  },
};

/** What does not change between batches. */
export function labelFeeds(labels: LabelMap): Record<string, Tensor> {
  return { [LABELS]: { ...labels, dims: [labels.data.length] } };
}

/** The rows of one batch, `[n, S]`. */
export function rowFeeds(rows: FloatTensor): Record<string, Tensor> {
  return { [ROWS]: rows };
}
