import type { ParameterValues } from '../../protocol/parameter';
import { forgrad } from '../attribution/forgrad';
import type { Attribution } from '../attribution/method';
import { number } from '../parameter/kinds';
import { reshaped, type FloatTensor } from '../tensor/tensor';

/** The switch every method has: FORGrad's low-pass filter on the finished map. */
export const filterParameter = number({
  name: 'forgrad',
  label: 'Low-pass filter (FORGrad)',
  default: 0,
  minimum: 0,
  unit: 'frequency bins',
  advanced: true,
  description: 'Keeps the frequencies of the map up to this radius, without sign; 0: off',
});

/**
 * The map filtered as the parameters ask; a filtered map has no axiom left that could be checked, and no standard
 * error.
 */
export function filtered(attribution: Attribution, params: ParameterValues): Attribution {
  const sigma = Number(params[filterParameter.name] ?? 0);
  const { map } = attribution;
  if (sigma <= 0) return attribution;
  const smooth = lowPassed(map, sigma);
  if (smooth) return { ...attribution, map: smooth, completeness: undefined, standardError: undefined };
  return {
    ...attribution,
    warnings: [
      ...(attribution.warnings ?? []),
      'The low-pass filter was not applied: the map has no axes of an image or signal.',
    ],
  };
}

/**
 * A map `[1, C, H, W]` or `[1, C, L]` as `[1, 1, …]`; undefined for another. A signal is an image of height 1: across
 * its only row nothing varies.
 */
function lowPassed(map: FloatTensor, sigma: number): FloatTensor | undefined {
  if (map.dims.length === 4) return forgrad(map, sigma);
  if (map.dims.length !== 3) return undefined;
  const [one, channels, length] = map.dims;
  return reshaped(forgrad(reshaped(map, [one, channels, 1, length]), sigma), [1, 1, length]);
}
