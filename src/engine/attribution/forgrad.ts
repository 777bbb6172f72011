import { fft2, fromReal, ifft2 } from '../tensor/fft';
import { floats, sizeOf, type FloatTensor } from '../tensor/tensor';

/**
 * FORGrad: keeps the low frequencies of a map's magnitude. |channel mean| is transformed, frequencies further than
 * `sigma` bins from zero are removed, and the magnitude of the inverse is returned.
 * @param map `[…, H, W]`; leading axes are averaged as channels
 * @param sigma radius in frequency bins
 * @returns `[1, 1, H, W]`
 * @see Muzellec et al. 2024, Saliency strikes back: how filtering out high frequencies improves white-box explanations
 */
export function forgrad(map: FloatTensor, sigma: number): FloatTensor {
  const [height, width] = map.dims.length === 1 ? [1, map.dims[0]] : map.dims.slice(-2);
  const spectrum = fft2(fromReal(magnitude(map, height * width)), height, width);
  for (let y = 0; y < height; y++) {
    const dy = frequency(y, height);
    for (let x = 0; x < width; x++) {
      const dx = frequency(x, width);
      if (dy * dy + dx * dx <= sigma * sigma) continue;
      spectrum.re[y * width + x] = 0;
      spectrum.im[y * width + x] = 0;
    }
  }
  const { re, im } = ifft2(spectrum, height, width);
  return floats(
    [1, 1, height, width],
    Float32Array.from(re, (value, i) => Math.hypot(value, im[i])),
  );
}

/** |mean over the leading axes|. */
function magnitude({ dims, data }: FloatTensor, size: number): Float64Array {
  const channels = sizeOf(dims) / size;
  const mean = new Float64Array(size);
  for (let i = 0; i < data.length; i++) mean[i % size] += data[i] / channels;
  return mean.map(Math.abs);
}

/** Frequency of bin `k`, negative above the middle. */
function frequency(k: number, length: number): number {
  return k < Math.ceil(length / 2) ? k : k - length;
}
