import type { Layer, Layers } from './layers';
import { sizes } from './parameters';

/** Fully connected layers with ReLU between them, the last of which gives the logits. */
export function appendClassifier(
  layers: Layers,
  features: Layer,
  { hidden = [], dropout = 0 }: { readonly hidden?: readonly number[]; readonly dropout?: number },
  classes: number,
): void {
  const flat = features.dims.length > 1 ? layers.flat(features) : features;
  const last = sizes(hidden, 'hidden').reduce<Layer>(
    (x, units) => layers.relu(layers.dense(x, units)),
    layers.dropout(flat, dropout),
  );
  layers.dense(last, classes, 'logits');
}
