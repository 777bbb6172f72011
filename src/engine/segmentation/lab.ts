import type { Planes } from './planes';

/** Linear sRGB to CIE XYZ, each row already divided by the D65 (2°) white point. */
const X = [0.412453 / 0.95047, 0.35758 / 0.95047, 0.180423 / 0.95047] as const;
const Y = [0.212671, 0.71516, 0.072169] as const;
const Z = [0.019334 / 1.08883, 0.119193 / 1.08883, 0.950227 / 1.08883] as const;

/**
 * sRGB in 0..1 to CIE L*a*b* (D65, 2° observer): L in 0..100, a and b about ±100.
 * @see CIE 15:2004; IEC 61966-2-1
 */
export function labOf(planes: Planes): Planes {
  const [red, green, blue] = planes.channels.map(linearPlane);
  const size = red.length;
  const lightness = new Float64Array(size);
  const a = new Float64Array(size);
  const b = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const x = compressed(X[0] * red[i] + X[1] * green[i] + X[2] * blue[i]);
    const y = compressed(Y[0] * red[i] + Y[1] * green[i] + Y[2] * blue[i]);
    const z = compressed(Z[0] * red[i] + Z[1] * green[i] + Z[2] * blue[i]);
    lightness[i] = 116 * y - 16;
    a[i] = 500 * (x - y);
    b[i] = 200 * (y - z);
  }
  return { ...planes, channels: [lightness, a, b] };
}

/** Values that are told apart by their place among so many are computed once: those of an 8-bit image all are. */
const PLACES = 255;

function linearPlane(plane: Float64Array): Float64Array {
  const values = new Float64Array(PLACES + 1).fill(NaN);
  const results = new Float64Array(PLACES + 1);
  const out = new Float64Array(plane.length);
  for (let i = 0; i < plane.length; i++) {
    const value = plane[i];
    const place = Math.min(PLACES, Math.max(0, (value * PLACES + 0.5) | 0));
    if (values[place] !== value) {
      values[place] = value;
      results[place] = linear(value);
    }
    out[i] = results[place];
  }
  return out;
}

/** Removes the sRGB transfer curve; exp and log together take a third of the time of a power. */
function linear(value: number): number {
  return value > 0.04045 ? Math.exp(2.4 * Math.log((value + 0.055) / 1.055)) : value / 12.92;
}

/** The cube root of CIE Lab with its linear toe. */
function compressed(value: number): number {
  return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116;
}
