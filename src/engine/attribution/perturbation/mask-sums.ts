import { floats, type FloatTensor } from '../../tensor/tensor';

/** Independent parts into which the samples are dealt in turn, to see how much the map still varies. */
const PARTS = 8;

/** Sums of masks weighted by scores, in sample order, over the positions of a map. */
export class MaskSums {
  private readonly weighted: Float64Array[];
  private readonly plain: Float64Array[];
  private count = 0;

  constructor(private readonly spatial: readonly number[], positions: number) {
    this.weighted = Array.from({ length: PARTS }, () => new Float64Array(positions));
    this.plain = Array.from({ length: PARTS }, () => new Float64Array(positions));
  }

  /** Adds one sample. */
  add(mask: ArrayLike<number>, score: number): void {
    const weighted = this.weighted[this.count % PARTS];
    const plain = this.plain[this.count % PARTS];
    this.count++;
    for (let i = 0; i < weighted.length; i++) {
      weighted[i] += score * mask[i];
      plain[i] += mask[i];
    }
  }

  /** Σ score · mask. */
  total(): FloatTensor {
    return this.map((weighted) => weighted);
  }

  /** Σ score · mask / (N p), as the RISE paper. */
  dividedByCount(probability: number): FloatTensor {
    return this.map((weighted) => weighted / (this.count * probability));
  }

  /** Σ score · mask / Σ mask per position: the mean score of the samples that show it. */
  dividedByMaskSum(): FloatTensor {
    return this.map((weighted, plain) => (plain > 0 ? weighted / plain : 0));
  }

  /** Standard error of {@link dividedByMaskSum} per position, from the spread between the parts. */
  standardError(): FloatTensor {
    const error = new Float32Array(this.plain[0].length);
    for (let i = 0; i < error.length; i++) {
      const means = this.weighted.flatMap((weighted, part) => (this.plain[part][i] > 0 ? [weighted[i] / this.plain[part][i]] : []));
      const mean = means.reduce((sum, m) => sum + m, 0) / means.length;
      const variance = means.reduce((sum, m) => sum + (m - mean) ** 2, 0) / (means.length - 1);
      error[i] = means.length > 1 ? Math.sqrt(variance / means.length) : Infinity;
    }
    return floats([1, 1, ...this.spatial], error);
  }

  private map(value: (weighted: number, plain: number) => number): FloatTensor {
    const data = new Float32Array(this.plain[0].length);
    for (let i = 0; i < data.length; i++) {
      let weighted = 0;
      let plain = 0;
      for (let part = 0; part < PARTS; part++) {
        weighted += this.weighted[part][i];
        plain += this.plain[part][i];
      }
      data[i] = value(weighted, plain);
    }
    return floats([1, 1, ...this.spatial], data);
  }
}
