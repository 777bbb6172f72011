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

/** A position's value from the sums there and the number of samples. */
type Normalisation = (weighted: number, plain: number, count: number) => number;

const perMaskSum: Normalisation = (weighted, plain) => (plain > 0 ? weighted / plain : 0);

/** What rounding may leave of a mask sum, relative to the number of samples. */
const ROUNDING = 1e-13;

/** Maps made from sums of masks weighted by scores; each part is summed in sample order. */
export abstract class MaskMeans {
  protected count = 0;

  constructor(private readonly spatial: readonly number[]) {}

  /** The sums so far. */
  protected abstract parts(): readonly PartSums[];

  /** The sums so far of all parts together. */
  protected all(): PartSums {
    const [first, ...others] = this.parts();
    const [weighted, plain] = [first.weighted.slice(), first.plain.slice()];
    for (const part of others) {
      for (let i = 0; i < plain.length; i++) {
        weighted[i] += part.weighted[i];
        plain[i] += part.plain[i];
      }
    }
    return { weighted, plain };
  }

  /** Σ score · mask. */
  total(): FloatTensor {
    return this.map((weighted) => weighted);
  }

  /** Σ score · mask / (N p), as the RISE paper. */
  dividedByCount(probability: number): FloatTensor {
    return this.map((weighted, _, count) => weighted / (count * probability));
  }

  /** Σ score · mask / Σ mask per position: the mean score of the samples that show it. */
  dividedByMaskSum(): FloatTensor {
    return this.map(perMaskSum);
  }

  /**
   * The mean score of the samples that show a position less that of those that hide it.
   * @param total Σ score
   */
  shownLessHidden(total: number): FloatTensor {
    return this.map((weighted, plain, count) =>
      plain > 0 && plain < count * (1 - ROUNDING) ? weighted / plain - (total - weighted) / (count - plain) : 0,
    );
  }

  /** Standard error of {@link dividedByMaskSum} per position; infinite where fewer than two parts show it. */
  errorPerMaskSum(): FloatTensor {
    return this.errors(perMaskSum, (plain) => plain > 0);
  }

  /** Standard error of {@link dividedByCount} per position; infinite before two parts have a sample. */
  errorPerCount(probability: number): FloatTensor {
    return this.errors(
      (weighted, _, count) => weighted / (count * probability),
      (_, count) => count > 0,
    );
  }

  /** √(s²/k) with the variance s² of a value between the k parts that can tell it. */
  private errors(value: Normalisation, tells: (plain: number, count: number) => boolean): FloatTensor {
    const parts = this.parts();
    const counts = parts.map((_, part) => Math.floor((this.count + PARTS - 1 - part) / PARTS));
    const error = new Float32Array(parts[0].plain.length);
    for (let i = 0; i < error.length; i++) {
      let [told, mean, spread] = [0, 0, 0];
      for (let part = 0; part < PARTS; part++) {
        const { weighted, plain } = parts[part];
        if (!tells(plain[i], counts[part])) continue;
        const from = value(weighted[i], plain[i], counts[part]) - mean;
        mean += from / ++told;
        spread += (from * from * (told - 1)) / told;
      }
      error[i] = told > 1 ? Math.sqrt(spread / (told - 1) / told) : Infinity;
    }
    return floats([1, 1, ...this.spatial], error);
  }

  private map(value: Normalisation): FloatTensor {
    const { weighted, plain } = this.all();
    const data = new Float32Array(plain.length);
    for (let i = 0; i < data.length; i++) data[i] = value(weighted[i], plain[i], this.count);
    return floats([1, 1, ...this.spatial], data);
  }
}
