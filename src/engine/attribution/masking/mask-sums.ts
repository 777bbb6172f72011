import { sizeOf } from '../../tensor/tensor';
import { MaskMeans, PARTS, type PartSums } from './mask-means';

/** Sums of masks given whole. */
export class MaskSums extends MaskMeans {
  private readonly sums: readonly PartSums[];

  constructor(spatial: readonly number[]) {
    super(spatial);
    const size = sizeOf(spatial);
    this.sums = Array.from({ length: PARTS }, () => ({
      weighted: new Float64Array(size),
      plain: new Float64Array(size),
    }));
  }

  /** Adds one sample. */
  add(mask: ArrayLike<number>, score: number): void {
    const { weighted, plain } = this.sums[this.count % PARTS];
    this.count++;
    for (let i = 0; i < weighted.length; i++) {
      weighted[i] += score * mask[i];
      plain[i] += mask[i];
    }
  }

  protected parts(): readonly PartSums[] {
    return this.sums;
  }
}
