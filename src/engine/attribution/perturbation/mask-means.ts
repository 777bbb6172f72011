import { floats, type FloatTensor } from '../../tensor/tensor';

/** Independent parts into which the samples are dealt in turn, to see how much the map still varies. */
export const PARTS = 8;

/** Sums over the samples of one part, per position. */
export interface PartSums {
  /** Σ score · mask. */
  readonly weighted: Float64Array;
  /** Σ mask. */
  readonly plain: Float64Array;
}

/** Maps made from sums of masks weighted by scores; each part is summed in sample order. */
export abstract class MaskMeans {
  protected count = 0;

  constructor(private readonly spatial: readonly number[]) {}

  /** The sums so far. */
  protected abstract parts(): readonly PartSums[];

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
    const parts = this.parts();
    const error = new Float32Array(parts[0].plain.length);
    for (let i = 0; i < error.length; i++) {
      const means = parts.flatMap(({ weighted, plain }) => (plain[i] > 0 ? [weighted[i] / plain[i]] : []));
      const mean = means.reduce((sum, m) => sum + m, 0) / means.length;
      const variance = means.reduce((sum, m) => sum + (m - mean) ** 2, 0) / (means.length - 1);
      error[i] = means.length > 1 ? Math.sqrt(variance / means.length) : Infinity;
    }
    return floats([1, 1, ...this.spatial], error);
  }

  private map(value: (weighted: number, plain: number) => number): FloatTensor {
    const parts = this.parts();
    const data = new Float32Array(parts[0].plain.length);
    for (let i = 0; i < data.length; i++) {
      let weighted = 0;
      let plain = 0;
      for (const part of parts) {
        weighted += part.weighted[i];
        plain += part.plain[i];
      }
      data[i] = value(weighted, plain);
    }
    return floats([1, 1, ...this.spatial], data);
  }
}
