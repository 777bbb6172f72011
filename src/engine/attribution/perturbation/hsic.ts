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

/** The median of |vᵢ − vⱼ| over pairs, without holding the n²/2 distances. */
function medianDistance(values: Float64Array): number {
  const sorted = values.slice().sort();
  const last = (sorted.length * (sorted.length - 1)) / 2 - 1;
  return (distanceOfRank(sorted, Math.floor(last / 2)) + distanceOfRank(sorted, Math.ceil(last / 2))) / 2;
}

/** The distance that `rank` others come before: the least number within which more pairs lie, by bisection down to neighbouring numbers. */
function distanceOfRank(sorted: Float64Array, rank: number): number {
  if (pairsWithin(sorted, 0) > rank) return 0;
  let low = 0;
  let high = sorted[sorted.length - 1] - sorted[0];
  for (;;) {
    const middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return high;
    if (pairsWithin(sorted, middle) > rank) high = middle;
    else low = middle;
  }
}

/** Pairs at most so far apart. */
function pairsWithin(sorted: Float64Array, distance: number): number {
  let count = 0;
  let first = 0;
  for (let last = 0; last < sorted.length; last++) {
    while (sorted[last] - sorted[first] > distance) first++;
    count += last - first;
  }
  return count;
}

export const widthRules: readonly WidthRule[] = Object.freeze([
  { id: 'distances', label: 'Median distance between outputs', width: medianDistance },
  { id: 'xplique', label: 'Median output (Xplique)', width: median },
]);

/** How long a message may wait, in milliseconds. */
const PATIENCE = 50;

/**
 * HSIC between each coordinate of binary masks and the output: tr(K H L H)/n with K = 1 + ½ − (x − x′)² and the Gaussian kernel
 * L = exp(−(y − y′)²/(2 width²)). Centring leaves of K only 2 x̃ x̃ᵀ with x̃ = x − x̄, so one product per coordinate suffices.
 * L is made row by row: whole, it would take 8n² bytes. Messages are let in on the way.
 * @param check called after messages were let in; ends the work by throwing
 * @see Novello, Fel and Vigouroux 2022, Making sense of dependence
 */
export async function hsicScores(masks: readonly ArrayLike<number>[], outputs: Float64Array, width: number, check: () => void = () => undefined): Promise<Float64Array> {
  const sums = new KernelSums(masks, outputs, width);
  let since = performance.now();
  for (let i = 0; i < outputs.length; i++) {
    sums.addRow(i);
    if (performance.now() - since < PATIENCE) continue;
    await new Promise<void>((resume) => setImmediate(resume));
    check();
    since = performance.now();
  }
  return sums.scores();
}

/** Additions in about as many milliseconds as a message may wait. */
const QUICK = 3e7;

/** The same at once, of few masks: undefined where it would take longer than a message should wait. */
export function quickHsicScores(masks: readonly ArrayLike<number>[], outputs: Float64Array, width: number): Float64Array | undefined {
  if (masks[0].length * outputs.length ** 2 > QUICK) return undefined;
  const sums = new KernelSums(masks, outputs, width);
  for (let i = 0; i < outputs.length; i++) sums.addRow(i);
  return sums.scores();
}

/** Σᵢ x̃ᵢ Σⱼ L(yᵢ, yⱼ) x̃ⱼ per coordinate, row after row. */
class KernelSums {
  private readonly means: Float64Array;
  private readonly sums: Float64Array;
  private readonly row: Float64Array;

  constructor(
    private readonly masks: readonly ArrayLike<number>[],
    private readonly outputs: Float64Array,
    private readonly width: number,
  ) {
    this.means = meanMask(masks);
    this.sums = new Float64Array(this.means.length);
    this.row = new Float64Array(this.means.length);
  }

  addRow(i: number): void {
    const { masks, outputs, width, means, sums, row } = this;
    row.fill(0);
    for (let j = 0; j < outputs.length; j++) {
      const similarity = gaussian(outputs[i] - outputs[j], width);
      for (let d = 0; d < row.length; d++) row[d] += similarity * (masks[j][d] - means[d]);
    }
    for (let d = 0; d < row.length; d++) sums[d] += (masks[i][d] - means[d]) * row[d];
  }

  scores(): Float64Array {
    return this.sums.map((sum) => (2 * sum) / this.outputs.length);
  }
}

function meanMask(masks: readonly ArrayLike<number>[]): Float64Array {
  const means = new Float64Array(masks[0].length);
  for (const mask of masks) for (let d = 0; d < means.length; d++) means[d] += mask[d] / masks.length;
  return means;
}

const gaussian = (difference: number, width: number): number => (difference === 0 ? 1 : Math.exp((-difference * difference) / (2 * width * width)));
