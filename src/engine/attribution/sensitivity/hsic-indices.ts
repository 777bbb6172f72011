import { registry } from '../../parameter/entries';
import type { MaskKernel } from './hsic-kernels';

/** Width of the Gaussian kernel over outputs. */
interface WidthRule {
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

/**
 * The distance that `rank` others come before: the least number within which more pairs lie, by bisection down to
 * neighbouring numbers.
 */
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

export const widthRules = registry<WidthRule>()([
  { id: 'distances', label: 'Median distance between outputs', width: medianDistance },
  { id: 'xplique', label: 'Median output (Xplique)', width: median },
]);

/** How long a message may wait, in milliseconds. */
const PATIENCE = 50;

/** What HSIC is taken of: masks, their kernel, the outputs, and the width of the kernel over outputs. */
export interface Dependence {
  readonly masks: readonly ArrayLike<number>[];
  readonly kernel: MaskKernel;
  readonly outputs: Float64Array;
  readonly width: number;
}

/**
 * HSIC between each coordinate of the masks and the output: tr(K H L H)/n with the masks' kernel K and the Gaussian
 * kernel L = exp(−(y − y′)²/(2 width²)). The matrices are never held: each would take 8n² bytes. Messages are let in on
 * the way.
 * @param check called after messages were let in; ends the work by throwing
 * @see Novello, Fel and Vigouroux 2022, Making sense of dependence
 */
export async function hsicScores(dependence: Dependence, check: () => void = () => undefined): Promise<Float64Array> {
  const sums = new KernelSums(dependence);
  let since = performance.now();
  for (const _piece of sums.pieces()) {
    if (performance.now() - since < PATIENCE) continue;
    await new Promise<void>((resume) => setImmediate(resume));
    check();
    since = performance.now();
  }
  return sums.scores();
}

/** The same at once; undefined where it takes longer than a message should wait. */
export function quickHsicScores(dependence: Dependence): Float64Array | undefined {
  const sums = new KernelSums(dependence);
  const start = performance.now();
  for (const _piece of sums.pieces()) if (performance.now() - start > PATIENCE) return undefined;
  return sums.scores();
}

/** Values of kernels in a piece of work: a millisecond or two. */
const PIECE = 1e5;

/** Σᵢⱼ K(xᵢ, xⱼ) (H L H)ᵢⱼ per coordinate, row after row. Both matrices are symmetric. */
class KernelSums {
  private readonly means: Float64Array;
  private readonly sums: Float64Array;

  constructor(private readonly of: Dependence) {
    this.means = new Float64Array(of.outputs.length);
    this.sums = new Float64Array(of.masks[0].length);
  }

  /** Does the work, in pieces. */
  *pieces(): Generator<void> {
    yield* this.addMeans();
    yield* this.addRows();
  }

  scores(): Float64Array {
    return this.sums.map((sum) => sum / this.means.length);
  }

  /** The means of the rows of L. */
  private *addMeans(): Generator<void> {
    const { outputs, width } = this.of;
    let left = PIECE;
    for (let i = 0; i < outputs.length; i++) {
      for (let j = 0; j < outputs.length; j++)
        this.means[i] += gaussian(outputs[i] - outputs[j], width) / outputs.length;
      left -= outputs.length;
      if (left > 0) continue;
      left = PIECE;
      yield;
    }
  }

  private *addRows(): Generator<void> {
    const { masks, kernel, outputs, width } = this.of;
    const mean = this.means.reduce((sum, v) => sum + v, 0) / outputs.length;
    let left = PIECE;
    for (let i = 0; i < outputs.length; i++) {
      for (let j = 0; j <= i; j++) {
        const centred = gaussian(outputs[i] - outputs[j], width) - this.means[i] - this.means[j] + mean;
        kernel.add(this.sums, masks[i], masks[j], i === j ? centred : 2 * centred);
        left -= this.sums.length + 1;
        if (left > 0) continue;
        left = PIECE;
        yield;
      }
    }
  }
}

const gaussian = (difference: number, width: number): number =>
  difference === 0 ? 1 : Math.exp((-difference * difference) / (2 * width * width));
