import { extremes, type Values } from './values';

/** A scaling of a map's values, in double precision. */
export type Normalisation = 'none' | 'minMax' | 'maxAbs';

/** (v − min) / (max − min); a constant map becomes zeros. */
export function minMax(values: Values): Float64Array {
  const { minimum, maximum } = extremes(values);
  const range = maximum - minimum;
  return Float64Array.from(values, (v) => (range > 0 ? (v - minimum) / range : 0));
}

/** v / max|v|: keeps the sign and the zero; a map of zeros stays. */
export function maxAbs(values: Values): Float64Array {
  const { minimum, maximum } = extremes(values);
  const peak = Math.max(Math.abs(minimum), Math.abs(maximum));
  return Float64Array.from(values, (v) => (peak > 0 ? v / peak : 0));
}

export const NORMALISATIONS: Readonly<Record<Normalisation, (values: Values) => Float64Array>> = Object.freeze({
  none: (values: Values) => Float64Array.from(values),
  minMax,
  maxAbs,
});
