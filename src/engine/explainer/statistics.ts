import { sizeOf, type FloatTensor } from '../tensor/tensor';

/** Mean and deviation per channel of inputs [N, C, …]; a channel of one value has the deviation 1. */
export function statisticsOf({ dims: [count, channels, ...positions], data }: FloatTensor): {
  mean: number[];
  deviation: number[];
} {
  const size = sizeOf(positions);
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (let i = 0; i < data.length; i++) {
    const c = Math.floor(i / size) % channels;
    sums[c] += data[i];
    squares[c] += data[i] ** 2;
  }
  const mean = Array.from(sums, (sum) => sum / (count * size));
  const deviation = mean.map((m, c) => Math.sqrt(Math.max(0, squares[c] / (count * size) - m * m)) || 1);
  return { mean, deviation };
}
