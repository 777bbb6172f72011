import { MaskMeans, PARTS, type PartSums } from './mask-means';
import type { RiseGrid, RiseMasker } from './rise-masks';

/**
 * Sums of RISE masks without making them: all masks of one row shift are the same interpolation between their bands, so
 * only the bands (grid rows at full width) are summed, per shift, and interpolated when a map is asked for.
 */
export class GridSums extends MaskMeans {
  /** Per part, by row shift: those that were drawn. */
  private readonly sums: readonly Map<number, PartSums>[] = Array.from({ length: PARTS }, () => new Map());
  private made: { readonly count: number; readonly parts: readonly PartSums[] } | undefined;

  constructor(
    spatial: readonly number[],
    private readonly masker: RiseMasker,
  ) {
    super(spatial);
  }

  /** Adds one sample. */
  add(grid: RiseGrid, score: number): void {
    const { weighted, plain } = this.sumsOf(this.count % PARTS, grid.shift[0]);
    const bands = this.masker.makeBands(grid);
    this.count++;
    for (let i = 0; i < bands.length; i++) {
      weighted[i] += score * bands[i];
      plain[i] += bands[i];
    }
  }

  private sumsOf(part: number, shift: number): PartSums {
    const { length } = this.masker.bands;
    const known = this.sums[part].get(shift);
    const sums = known ?? { weighted: new Float64Array(length), plain: new Float64Array(length) };
    this.sums[part].set(shift, sums);
    return sums;
  }

  protected parts(): readonly PartSums[] {
    if (this.made?.count !== this.count)
      this.made = { count: this.count, parts: this.sums.map((shifts) => this.interpolated(shifts)) };
    return this.made.parts;
  }

  /** Added up in the order of the shifts, whichever was drawn first. */
  private interpolated(shifts: ReadonlyMap<number, PartSums>): PartSums {
    const { height, width } = this.masker;
    const part = { weighted: new Float64Array(height * width), plain: new Float64Array(height * width) };
    for (const [shift, { weighted, plain }] of [...shifts].sort(([a], [b]) => a - b)) {
      this.masker.addBetween(weighted, shift, part.weighted);
      this.masker.addBetween(plain, shift, part.plain);
    }
    return part;
  }
}
