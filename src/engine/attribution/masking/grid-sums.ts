import { MaskMeans, PARTS, type PartSums } from './mask-means';
import type { RiseGrid, RiseMasker } from './rise-masks';

/**
 * Sums of RISE masks without making them: all masks of one row shift are the same interpolation between their bands, so
 * only the bands (grid rows at full width) are summed, per shift, and interpolated when a map is asked for.
 */
export class GridSums extends MaskMeans {
  /** Per part and row shift. */
  private readonly sums: readonly (readonly PartSums[])[];
  private made: { readonly count: number; readonly parts: readonly PartSums[] } | undefined;

  constructor(
    spatial: readonly number[],
    private readonly masker: RiseMasker,
  ) {
    super(spatial);
    const zeros = (): PartSums => ({
      weighted: new Float64Array(masker.bands.length),
      plain: new Float64Array(masker.bands.length),
    });
    this.sums = Array.from({ length: PARTS }, () => Array.from({ length: masker.shifts }, zeros));
  }

  /** Adds one sample. */
  add(grid: RiseGrid, score: number): void {
    const { weighted, plain } = this.sums[this.count % PARTS][grid.shift[0]];
    const bands = this.masker.makeBands(grid);
    this.count++;
    for (let i = 0; i < bands.length; i++) {
      weighted[i] += score * bands[i];
      plain[i] += bands[i];
    }
  }

  protected parts(): readonly PartSums[] {
    if (this.made?.count !== this.count)
      this.made = { count: this.count, parts: this.sums.map((shifts) => this.interpolated(shifts)) };
    return this.made.parts;
  }

  private interpolated(shifts: readonly PartSums[]): PartSums {
    const { height, width } = this.masker;
    const part = { weighted: new Float64Array(height * width), plain: new Float64Array(height * width) };
    shifts.forEach(({ weighted, plain }, shift) => {
      this.masker.addBetween(weighted, shift, part.weighted);
      this.masker.addBetween(plain, shift, part.plain);
    });
    return part;
  }
}
