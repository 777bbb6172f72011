import { fft, fromReal, ifft } from '../tensor/fft';
import { mirrored, type Padding } from './padding';
import { gabor2d } from './wavelet2d';

/**
 * The round Gaussian of the 2-D transform is a product of two 1-D ones, periodic copies and cut frequencies included; this is the one of an axis,
 * in space at the resolution subsampled by 2^level.
 */
export function gaussianOfAxis(padded: number, J: number, level: number): Float64Array {
  // On a 1 × n picture gabor2d would also sum copies across; the axis is taken from a square's product form instead: g(u) = φ(u, 0) / sqrt(φ(0, 0)).
  const plane = gabor2d(padded, padded, { sigma: 0.8 * 2 ** (J - 1), theta: 0, xi: 0, slant: 1 }).re;
  const axis = plane.slice(0, padded).map((v) => v / Math.sqrt(plane[0]));
  return subsampled(fft(fromReal(axis)).re, level, level > 0);
}

/** The filter in space after its transfer function was folded to the lower resolution, frequencies beyond the new Nyquist zeroed first where `cut`. */
export function subsampled(fourier: Float64Array, level: number, cut: boolean): Float64Array {
  const step = 2 ** level;
  const length = fourier.length / step;
  const folded = new Float64Array(length);
  fourier.forEach((v, k) => {
    const beyond = cut && k >= length / 2 && k < fourier.length - length / 2;
    if (!beyond) folded[k % length] += v;
  });
  return ifft(fromReal(folded)).re;
}

/**
 * Convolution with a filter, subsampling and cropping of one axis as a matrix [kept, samples].
 * @param filter periodic, at the resolution of the samples
 * @param padding of the axis; `level` is the resolution of the samples
 */
export function averagingMatrix(filter: Float64Array, { from, to, stride }: Padding, level: number): Float32Array[] {
  const n = filter.length;
  const step = stride / 2 ** level;
  return Array.from({ length: to - from }, (_, m) => Float32Array.from({ length: n }, (__, i) => filter[((((from + m) * step - i) % n) + n) % n]));
}

/** The same for an axis not yet padded: mirrored samples are added to those they repeat. */
export function unpaddedMatrix(filter: Float64Array, padding: Padding): Float32Array[] {
  const sources = mirrored(padding);
  return averagingMatrix(filter, padding, 0).map((row) => {
    const folded = new Float32Array(padding.length);
    row.forEach((v, i) => (folded[sources[i]] += v));
    return folded;
  });
}
