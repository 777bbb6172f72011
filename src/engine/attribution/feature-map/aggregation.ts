import { floats } from '../../tensor/tensor';
import { layersOf } from '../layer';
import type { Attribution, MethodContext } from '../method';
import { sidesOf, sidesOver } from './grid';
import { rectified, upsampled, type CamValues, type RawMap } from './upsampling';

export type { RawMap };

/** A finished CAM: enlarged, with the map on the layer's own grid beside it. */
export function camAttribution(context: MethodContext<CamValues>, layer: string, map: RawMap): Attribution {
  const raw = rectified(map, context.params);
  const dims = sidesOf(raw, sidesOver(raw, context.input.dims.slice(2)).length);
  return {
    map: upsampled(raw, context.input.dims, context.params),
    layer,
    details: { raw: floats(dims, Float32Array.from(raw.values)) },
    warnings: raw.values.every((v) => v <= 0)
      ? ['No position speaks for this class: the map has no positive value.']
      : [],
  };
}

/**
 * One layer's map as it is; of several the mean, each brought to a peak of 1 first because layers have scales of their
 * own.
 */
export async function meanOverLayers(
  context: MethodContext,
  at: (layer: string) => Promise<Attribution>,
): Promise<Attribution> {
  const layers = layersOf(context);
  const [first, ...rest] = layers;
  const single = await at(first);
  if (rest.length === 0) return single;
  const all = [single];
  for (const layer of rest) all.push(await at(layer));
  const sum = new Float64Array(single.map.data.length);
  for (const { map } of all) {
    const peak = map.data.reduce((most, v) => Math.max(most, Math.abs(v)), 0) || 1;
    map.data.forEach((v, i) => (sum[i] += v / peak / all.length));
  }
  return {
    map: floats(single.map.dims, Float32Array.from(sum)),
    layer: layers.join(','),
    warnings: all.flatMap((a) => a.warnings ?? []),
  };
}
