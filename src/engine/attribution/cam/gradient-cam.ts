import { floats } from '../../tensor/tensor';
import { layerOf } from '../layer';
import type { Attribution, AttributionMethod, MethodContext } from '../method';
import { featuresOf, layoutOf, type Features } from './features';
import { layerState } from './head';
import { camParameters, rectified, upsampled, type RawMap } from './upsampling';

/** How a CAM method turns activations and gradients of a layer into a map over its positions. */
export type Combine = (activation: Features, gradient: Features) => Float64Array;

/** The methods that differ only in how they weigh the channels. */
export function gradientCam(identity: Pick<AttributionMethod, 'id' | 'label' | 'paper' | 'shows' | 'misleads'>, combine: Combine): AttributionMethod {
  return {
    ...identity,
    group: 'cam',
    needs: ['gradient', 'layer'],
    signed: true,
    params: camParameters,
    cost: (_, { headShare }) => 1 + 2 * headShare,
    async run(context) {
      const layer = layerOf(context);
      const state = await layerState(context, layer);
      const layout = layoutOf(state.activation.dims, context.input.dims);
      const activation = featuresOf(state.activation, layout);
      const values = combine(activation, featuresOf(state.gradient, layout));
      return camAttribution(context, layer, { values, height: layout.height, width: layout.width });
    },
  };
}

/** A finished CAM: enlarged, with the map on the layer's own grid beside it. */
export function camAttribution(context: MethodContext, layer: string, map: RawMap): Attribution {
  const raw = rectified(map, context.params);
  const dims = context.input.dims.length === 4 ? [raw.height, raw.width] : [raw.width];
  return {
    map: upsampled(raw, context.input.dims, context.params),
    layer,
    details: { raw: floats(dims, Float32Array.from(raw.values)) },
    warnings: raw.values.every((v) => v <= 0) ? ['No position speaks for this class: the map has no positive value.'] : [],
  };
}

/** Σ_k weight_k A_k over positions. */
export function weightedChannels({ channels, height, width, values }: Features, weightOf: (channel: number) => number): Float64Array {
  const positions = height * width;
  const sum = new Float64Array(positions);
  for (let k = 0; k < channels; k++) {
    const weight = weightOf(k);
    for (let p = 0; p < positions; p++) sum[p] += weight * values[k * positions + p];
  }
  return sum;
}

/** Σ over positions of `term` for one channel. */
export function spatialSum({ height, width }: Features, channel: number, term: (index: number) => number): number {
  const positions = height * width;
  let sum = 0;
  for (let i = channel * positions; i < (channel + 1) * positions; i++) sum += term(i);
  return sum;
}
