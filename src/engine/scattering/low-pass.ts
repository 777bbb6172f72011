import { fft, fromReal, ifft } from '../tensor/fft';
import { mirrored, type Padding } from './padding';
import { PI_OF_KYMATIO } from './wavelet2d';

/**
 * The round Gaussian of the 2-D transform is a product of two 1-D ones, periodic copies and cut frequencies included;
 * this is the one of an axis, in space at the resolution subsampled by 2^level.
 */
export function gaussianOfAxis(padded: number, J: number, level: number): Float64Array {
  const sigma = 0.8 * 2 ** (J - 1);
  const axis = new Float64Array(padded);
  for (let u = -2 * padded; u < 3 * padded; u++)
    axis[(u + 2 * padded) % padded] += Math.exp((-u * u) / (2 * sigma * sigma));
  const norm = sigma * Math.sqrt(2 * PI_OF_KYMATIO);
  return subsampled(fft(fromReal(axis.map((v) => v / norm))).re, level, level > 0);
}

/**
 * The filter in space after its transfer function was folded to the lower resolution, frequencies beyond the new
 * Nyquist zeroed first where `cut`.
 */
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
  return Array.from({ length: to - from }, (_, m) =>
    Float32Array.from({ length: n }, (__, i) => filter[((((from + m) * step - i) % n) + n) % n]),
  );
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

/** Padding as a matrix of zeros and ones, [padded, samples]. */
export function mirroringMatrix(padding: Padding): Float32Array[] {
  return mirrored(padding).map((source) =>
    Float32Array.from({ length: padding.length }, (_, i) => Number(i === source)),
  );
}

/**
 * The averaging of columns [kept, columns·phases] acting on [columns, row phase, column phase] and leaving [row phase,
 * kept].
 */
export function acrossPhases(matrix: readonly Float32Array[], columns: number, phases: number): Float32Array[] {
  if (phases === 1) return [...matrix];
  return Array.from({ length: phases }, (_, phase) =>
    matrix.map((row) => {
      const out = new Float32Array(columns * phases * phases);
      for (let i = 0; i < columns; i++)
        for (let p = 0; p < phases; p++) out[(i * phases + phase) * phases + p] = row[i * phases + p];
      return out;
    }),
  ).flat();
}
