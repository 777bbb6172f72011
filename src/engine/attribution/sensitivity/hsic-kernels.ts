import { registry } from '../../parameter/entries';

/** A kernel k(x, x′) over one coordinate of the masks, as Xplique has it. */
export interface MaskKernel {
  readonly id: string;
  readonly label: string;
  /** It tells only shown from hidden: masks are rounded to 0 and 1. */
  readonly binary: boolean;
  /**
   * Adds weight · k(x, x′), up to a constant, of every coordinate. A loop of its own in each kernel: a call per
   * coordinate would take several times as long.
   */
  add(sums: Float64Array, x: ArrayLike<number>, other: ArrayLike<number>, weight: number): void;
}

/** Of the Gaussian kernel over masks, whose values lie in 0..1. */
const WIDTH = 0.5;

/** @see Novello, Fel and Vigouroux 2022, Making sense of dependence, section 3; da Veiga 2015 for the Sobolev kernel */
export const maskKernels = registry<MaskKernel>()([
  {
    id: 'binary',
    label: 'Shown or hidden: ½ − (x − x′)²',
    binary: true,
    // Constants vanish when the kernel is centred; without the ½ no rounding error of theirs is left.
    add: (sums, x, other, weight) => {
      for (let d = 0; d < sums.length; d++) sums[d] -= weight * (x[d] - other[d]) ** 2;
    },
  },
  {
    id: 'rbf',
    label: 'Gaussian, masks between 0 and 1',
    binary: false,
    add: (sums, x, other, weight) => {
      for (let d = 0; d < sums.length; d++)
        sums[d] += weight * Math.exp(-((x[d] - other[d]) ** 2) / (2 * WIDTH * WIDTH));
    },
  },
  {
    id: 'sobolev',
    label: 'Sobolev, masks between 0 and 1',
    binary: false,
    // (x − ½)(x′ − ½) + B₂(|x − x′|)/2 with the second Bernoulli polynomial B₂(u) = u² − u + 1/6.
    add: (sums, x, other, weight) => {
      for (let d = 0; d < sums.length; d++) {
        const gap = Math.abs(x[d] - other[d]);
        sums[d] += weight * ((x[d] - 0.5) * (other[d] - 0.5) + (gap * gap - gap + 1 / 6) / 2);
      }
    },
  },
]);
