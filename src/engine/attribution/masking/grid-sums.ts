import { MaskMeans, PARTS, type PartSums } from './mask-means';
import type { RiseGrid, RiseMasker } from './rise-masks';

/**
 * Sums of RISE masks without making them: all masks of one row shift are the same interpolation between their bands, so
 * only the bands (grid rows at full width) are summed, per shift, and interpolated when a map is asked for.
 */
export class GridSums extends MaskMeans {
  /** Per part, by row shift: those that were drawn. */
  private readonly sums: readonly Map<number, PartSums>[] = Array.from({ length: PARTS }, () => new Map());
  private made: { readonly count: number; readonly all: PartSums } | undefined;

  constructor(
    spatial: readonly number[],
    private readonly masker: RiseMasker,
  ) {
    super(spatial);
  }

  /** Adds one sample. */
  add(grid: RiseGrid, score: number): void {
    const { weighted, plain } = this.sumsOf(this.sums[this.count % PARTS], grid.shift[0]);
    const bands = this.masker.makeBands(grid);
    this.count++;
    for (let i = 0; i < bands.length; i++) {
      weighted[i] += score * bands[i];
      plain[i] += bands[i];
    }
  }

  protected parts(): readonly PartSums[] {
    return this.sums.map((shifts) => this.interpolated(shifts));
  }

  /** The bands of all parts are added up before they are interpolated, which is most of the work. */
  protected override all(): PartSums {
    if (this.made?.count !== this.count) this.made = { count: this.count, all: this.interpolated(this.ofAllParts()) };
    return this.made.all;
  }

  private ofAllParts(): Map<number, PartSums> {
    const all = new Map<number, PartSums>();
    for (const part of this.sums) {
      for (const [shift, { weighted, plain }] of part) {
        const to = this.sumsOf(all, shift);
        for (let i = 0; i < plain.length; i++) {
          to.weighted[i] += weighted[i];
          to.plain[i] += plain[i];
        }
      }
    }
    return all;
  }

  private sumsOf(shifts: Map<number, PartSums>, shift: number): PartSums {
    const { length } = this.masker.bands;
    const known = shifts.get(shift);
    const sums = known ?? { weighted: new Float64Array(length), plain: new Float64Array(length) };
    shifts.set(shift, sums);
    return sums;
  }

  private interpolated(shifts: ReadonlyMap<number, PartSums>): PartSums {
    const sum = (name: keyof PartSums): Float64Array =>
      this.masker.sumBetween(new Map([...shifts].map(([shift, sums]) => [shift, sums[name]])));
    return { weighted: sum('weighted'), plain: sum('plain') };
  }
}
