import type { NumberParameter, ParameterValue } from '../../protocol/parameter';
import { forgrad } from '../attribution/forgrad';
import type { Attribution } from '../attribution/method';

/** The switch every method has: FORGrad's low-pass filter on the finished map. */
export const filterParameter: NumberParameter = {
  name: 'forgrad', label: 'Low-pass filter (FORGrad)', kind: 'number', default: 0, minimum: 0, unit: 'frequency bins', advanced: true,
  description: 'Keeps the frequencies of the map up to this radius, without sign; 0: off',
};

/** The map filtered as the parameters ask; a filtered map has no axiom left that could be checked, and no standard error. */
export function filtered(attribution: Attribution, params: Readonly<Record<string, ParameterValue>>): Attribution {
  const sigma = Number(params[filterParameter.name] ?? 0);
  const { map } = attribution;
  if (sigma <= 0 || map.dims.length !== 4) return attribution;
  return { ...attribution, map: forgrad(map, sigma), completeness: undefined, standardError: undefined };
}
