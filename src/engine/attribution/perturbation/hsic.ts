/** Width of the Gaussian kernel over outputs. */
export interface WidthRule {
  readonly id: string;
  readonly label: string;
  width(outputs: Float64Array): number;
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function pairDistances(values: Float64Array): Float64Array {
  const distances = new Float64Array((values.length * (values.length - 1)) / 2);
  let k = 0;
  for (let i = 0; i < values.length; i++) for (let j = 0; j < i; j++) distances[k++] = Math.abs(values[i] - values[j]);
  return distances;
}

export const widthRules: readonly WidthRule[] = Object.freeze([
  { id: 'distances', label: 'Median distance between outputs', width: (outputs) => median(pairDistances(outputs)) },
  { id: 'xplique', label: 'Median output (Xplique)', width: median },
]);

/**
 * HSIC between each coordinate of binary masks and the output: tr(K H L H)/n with K = 1 + ½ − (x − x′)² and the Gaussian kernel
 * L = exp(−(y − y′)²/(2 width²)). Centring leaves of K only 2 x̃ x̃ᵀ with x̃ = x − x̄, so one product per coordinate suffices.
 * @see Novello, Fel and Vigouroux 2022, Making sense of dependence
 */
export function hsicScores(masks: readonly ArrayLike<number>[], outputs: Float64Array, width: number): Float64Array {
  const n = outputs.length;
  const kernel = gaussianKernel(outputs, width);
  return Float64Array.from({ length: masks[0].length }, (_, d) => {
    let mean = 0;
    for (let i = 0; i < n; i++) mean += masks[i][d] / n;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      let row = 0;
      for (let j = 0; j < n; j++) row += kernel[i * n + j] * (masks[j][d] - mean);
      sum += (masks[i][d] - mean) * row;
    }
    return (2 * sum) / n;
  });
}

function gaussianKernel(outputs: Float64Array, width: number): Float64Array {
  const n = outputs.length;
  const kernel = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const difference = outputs[i] - outputs[j];
      kernel[i * n + j] = difference === 0 ? 1 : Math.exp((-difference * difference) / (2 * width * width));
    }
  }
  return kernel;
}
