/** From which resolution to which a convolution leads, and the coarser grid on which it is computed. */
export interface Route {
  /** Resolution of the input: the padded picture subsampled by 2^from. */
  readonly from: number;
  /** Resolution of the output. */
  readonly to: number;
  /** The grid is the padded picture subsampled by 2^grid. A plane of a finer resolution is held as its 2^(grid−level) × 2^(grid−level) phases. */
  readonly grid: number;
}

/** The samples of an axis where a wavelet is not negligible: −reach … reach, or the whole axis. */
export interface Reach {
  readonly first: number;
  readonly size: number;
}

/** One axis of the construction of polyphase filter matrices: the factors that lead from a wavelet's values to its phases' transforms. */
export class PolyphaseAxis {
  readonly points: number;
  /** Number of input and of output phases. */
  readonly in: number;
  readonly out: number;
  readonly differences: number;
  private readonly step: number;

  constructor(
    private readonly length: number,
    private readonly frequencies: readonly number[],
    readonly reach: Reach,
    private readonly route: Route,
  ) {
    this.points = frequencies.length;
    this.in = 2 ** (route.grid - route.from);
    this.out = 2 ** (route.grid - route.to);
    this.step = 2 ** (route.to - route.from);
    this.differences = this.step * (this.out - 1) + this.in;
  }

  get size(): number {
    return this.reach.size;
  }

  /** Equal for axes with equal factors. */
  get key(): string {
    const { from, to, grid } = this.route;
    return `${this.length} ${this.size} ${from} ${to} ${grid}`;
  }

  /** For every pair (output phase, input phase) the place of its difference. */
  pairs(): number[] {
    return Array.from({ length: this.out * this.in }, (_, i) => this.step * Math.floor(i / this.in) - (i % this.in) + this.in - 1);
  }

  /**
   * (1/s) Σ over the frequencies k ≡ κ of the input's resolution of exp(2πi k d/N_from) · Σ over those k0 ≡ k kept by the level of exp(−2πi k0 u/N),
   * as [c, difference, κ, u].
   */
  factors(): Float32Array {
    const { length, points, size } = this;
    const resolution = length / 2 ** this.route.from;
    const columns = this.differences * points;
    const sums = new Float64Array(2 * columns * size);
    for (let column = 0; column < columns; column++) {
      const d = Math.floor(column / points) - (this.in - 1);
      for (let k = this.frequencies[column % points]; k < length; k += points) {
        if (this.route.from > 0 && k >= resolution / 2 && k < length - resolution / 2) continue;
        for (let i = 0; i < size; i++) {
          const turns = (k * d) / resolution - (k * (this.reach.first + i)) / length;
          sums[column * size + i] += Math.cos(2 * Math.PI * turns) / this.in;
          sums[(columns + column) * size + i] += Math.sin(2 * Math.PI * turns) / this.in;
        }
      }
    }
    return Float32Array.from(sums);
  }
}
