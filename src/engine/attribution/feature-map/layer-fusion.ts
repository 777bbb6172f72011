import { choice } from '../../parameter/kinds';
import { resizedGrid } from '../../tensor/resize';
import { activationAt } from '../derivation/layer-tensors';
import { layersOf } from '../layer';
import type { MethodContext } from '../method';
import { featuresOf, layerLayout, type Features, type Layout } from './features';
import { positionsOf, sidesOf } from './grid';
import type { FloatTensor } from '../../tensor/tensor';

/** How several layers, of a pyramid of features, say, become one map. */
export const fusionParameter = choice({
  name: 'fusion',
  label: 'Several layers',
  default: 'mean',
  advanced: true,
  choices: [
    { value: 'mean', label: 'Mean of their maps' },
    { value: 'abs-resize-concat', label: 'All their channels as one layer of the last one’s size' },
  ],
});

interface FusionValues {
  readonly fusion: string;
}

/** A layer whose channels are read. */
export interface ReadLayer {
  readonly layer: string;
  readonly activation: FloatTensor;
  readonly layout: Layout;
}

/** Channels of one layer, or of several as one. */
export interface FusedFeatures {
  readonly features: Features;
  readonly layers: readonly ReadLayer[];
}

/** Whether the channels of all layers are asked for as one layer. */
export const isFused = ({ params }: MethodContext<FusionValues>): boolean => params.fusion === 'abs-resize-concat';

/** One layer as it is. */
export async function layerFeatures(context: MethodContext, layer: string): Promise<FusedFeatures> {
  const activation = await activationAt(context, layer);
  const layout = layerLayout(context, layer, activation.dims);
  return { features: featuresOf(activation, layout), layers: [{ layer, activation, layout }] };
}

/**
 * The absolute activations of all layers, resized to the size of the last one: pytorch-grad-cam's reshaping for
 * detectors with a pyramid of features.
 */
export async function fusedFeatures(context: MethodContext): Promise<FusedFeatures> {
  const all: FusedFeatures[] = [];
  for (const layer of layersOf(context)) all.push(await layerFeatures(context, layer));
  const { features: last } = all[all.length - 1];
  const resized = all.map(({ features }) => resizedTo(features, last));
  const channels = all.reduce((sum, { features }) => sum + features.channels, 0);
  const values = new Float32Array(channels * positionsOf(last));
  resized.reduce((at, own) => (values.set(own, at), at + own.length), 0);
  return { features: { ...last, channels, values }, layers: all.flatMap(({ layers }) => layers) };
}

function resizedTo(features: Features, to: Features): Float32Array {
  const [from, size] = [positionsOf(features), positionsOf(to)];
  const values = new Float32Array(features.channels * size);
  const absolute = features.values.map(Math.abs);
  for (let k = 0; k < features.channels; k++) {
    const map = absolute.subarray(k * from, (k + 1) * from);
    values.set(resizedGrid(map, sidesOf(features, 3), sidesOf(to, 3)), k * size);
  }
  return values;
}
