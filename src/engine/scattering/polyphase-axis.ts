/** From which resolution to which a convolution leads, and the coarser grid on which it is computed. */
export interface Route {
  /** Resolution of the input: the padded image subsampled by 2^from. */
  readonly from: number;
  /** Resolution of the output. */
  readonly to: number;
  /**
   * The grid is the padded image subsampled by 2^grid. A plane of a finer resolution is held as its 2^(grid−level) ×
   * 2^(grid−level) phases.
   */
  readonly grid: number;
  /**
   * The grid, this or a finer one, on which the spectrum of the input was made; frequencies that fall on one of the
   * coarser grid stand together.
   */
  readonly spectrum: number;
}

/** The samples of an axis where a wavelet is not negligible: −reach … reach, or the whole axis. */
export interface Reach {
  readonly first: number;
  readonly size: number;
}

/**
 * One axis of the construction of polyphase filter matrices: the factors that lead from a wavelet's values to what
 * multiplies the input's spectrum. Its inputs are pairs (fold, phase): the frequency κ + fold·points of the spectrum's
 * grid, of one phase of the input.
 */
export class PolyphaseAxis {
  readonly points: number;
  /** Number of inputs (folds and phases) and of output phases. */
  readonly in: number;
  readonly out: number;
  /** Number of different factors per frequency. */
  readonly differences: number;
  private readonly step: number;
  private readonly phases: number;
  private readonly folds: number;

  constructor(
    private readonly length: number,
    private readonly frequencies: readonly number[],
    readonly reach: Reach,
    private readonly route: Route,
  ) {
    this.points = frequencies.length;
    this.phases = 2 ** (route.spectrum - route.from);
    this.folds = 2 ** (route.grid - route.spectrum);
    this.in = this.folds * this.phases;
    this.out = 2 ** (route.grid - route.to);
    this.step = 2 ** (route.to - route.from);
    this.differences = this.folds * this.shifts;
  }

  get size(): number {
    return this.reach.size;
  }

  /** Equal for axes with equal factors. */
  get key(): string {
    const { from, to, grid, spectrum } = this.route;
    return `${this.length} ${this.size} ${from} ${to} ${grid} ${spectrum}`;
  }

  /** For every pair (output phase, input) the place of its factor. */
  pairs(): number[] {
    return Array.from({ length: this.out * this.in }, (_, i) => {
      const [fold, phase] = [Math.floor((i % this.in) / this.phases), i % this.phases];
      return fold * this.shifts + this.step * Math.floor(i / this.in) - phase + this.phases - 1;
    });
  }

  /**
   * (1/s) Σ over the frequencies k that fall on κ + fold·points of exp(2πi k d/N_from) · exp(−2πi k u/N), those beyond
   * the level's cut left out, as [c, (fold, d), κ, u].
   */
  factors(): Float32Array {
    const { length, points, size, folds } = this;
    const resolution = length / 2 ** this.route.from;
    const columns = this.differences * points;
    const sums = new Float64Array(2 * columns * size);
    for (let column = 0; column < columns; column++) {
      const place = Math.floor(column / points);
      const d = (place % this.shifts) - (this.phases - 1);
      for (
        let k = this.frequencies[column % points] + Math.floor(place / this.shifts) * points;
        k < length;
        k += points * folds
      ) {
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

  /** Number of different d = step·(output phase) − (input phase). */
  private get shifts(): number {
    return this.step * (this.out - 1) + this.phases;
  }
}
