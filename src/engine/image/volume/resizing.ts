import { sizedPlane } from '../sized-bands';
import type { Sizing } from '../sizing';
import type { Volume } from './volume';

/**
 * A volume at the network's lengths, [channels, depth, height, width]: every slice as images are, then along the depth by
 * linear interpolation, averaging where there are fewer slices than before.
 */
export async function sizedVolume(volume: Volume, depth: number, sizing: Sizing): Promise<Float32Array> {
  const [height, width] = sizing.size;
  const area = height * width;
  const planes = new Float32Array(volume.channels * volume.depth * area);
  const own = volume.height * volume.width;
  for (let k = 0; k < volume.channels * volume.depth; k++)
    planes.set(await sizedPlane(volume.values.subarray(k * own, (k + 1) * own), volume, sizing), k * area);
  if (depth === volume.depth) return planes;
  const weights = sizing.kernel === 'nearest' ? nearest(volume.depth, depth) : linear(volume.depth, depth);
  const resized = new Float32Array(volume.channels * depth * area);
  for (let channel = 0; channel < volume.channels; channel++) {
    weights.forEach((sources, slice) => {
      const to = (channel * depth + slice) * area;
      for (const [source, weight] of sources) {
        const from = (channel * volume.depth + source) * area;
        for (let p = 0; p < area; p++) resized[to + p] += weight * planes[from + p];
      }
    });
  }
  return resized;
}

/** Of which slices every new one is made, with their weights. */
type Weights = readonly (readonly (readonly [source: number, weight: number])[])[];

const nearest = (from: number, to: number): Weights =>
  Array.from({ length: to }, (_, k) => [[Math.min(from - 1, Math.floor(((k + 0.5) * from) / to)), 1]]);

/** A triangle around the place of each new slice, as wide as what becomes one. */
function linear(from: number, to: number): Weights {
  const reach = Math.max(1, from / to);
  return Array.from({ length: to }, (_, k) => {
    const centre = ((k + 0.5) * from) / to - 0.5;
    const sources: [number, number][] = [];
    for (let source = Math.ceil(centre - reach); source <= Math.floor(centre + reach); source++) {
      const weight = 1 - Math.abs(source - centre) / reach;
      if (source >= 0 && source < from && weight > 0) sources.push([source, weight]);
    }
    const sum = sources.reduce((total, [, weight]) => total + weight, 0);
    return sources.map(([source, weight]) => [source, weight / sum] as const);
  });
}
