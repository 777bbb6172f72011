/**
 * A 2-D transfer function for images subsampled by 2^level: frequencies beyond the new Nyquist are zeroed, then the
 * 2^level × 2^level blocks summed (what is kept of a block at its neighbour's place is the half that aliases there).
 */
export function periodised2d(fourier: Float64Array, height: number, width: number, level: number): Float64Array {
  const step = 2 ** level;
  const [h, w] = [height / step, width / step];
  const out = new Float64Array(h * w);
  for (let row = 0; row < height; row++) {
    if (beyond(row, height, step)) continue;
    for (let column = 0; column < width; column++) {
      if (!beyond(column, width, step)) out[(row % h) * w + (column % w)] += fourier[row * width + column];
    }
  }
  return out;
}

/** A 1-D transfer function for signals subsampled by 2^level: the 2^level blocks are summed, nothing is cut. */
export function periodised1d(fourier: Float64Array, level: number): Float64Array {
  const length = fourier.length / 2 ** level;
  const out = new Float64Array(length);
  for (let k = 0; k < fourier.length; k++) out[k % length] += fourier[k];
  return out;
}

function beyond(k: number, size: number, step: number): boolean {
  return k >= size / (2 * step) && k < size - size / (2 * step);
}
