/** Cosines are told apart to 1/32768, so that a million pairs take no more memory than a few. */
const BINS = 2 ** 16;

/** The cosines of pairs of inputs, of those with one label and of those with two. */
export class PairCosines {
  private readonly alike = new Float64Array(BINS);
  private readonly different = new Float64Array(BINS);

  add(cosine: number, isAlike: boolean): void {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(((cosine + 1) / 2) * BINS)));
    (isAlike ? this.alike : this.different)[bin]++;
  }

  /** How often a pair with one label is more alike than a pair with two, where as alike counts half; NaN without both. */
  get rocAuc(): number {
    let [below, area, alike] = [0, 0, 0];
    for (let bin = 0; bin < BINS; bin++) {
      area += this.alike[bin] * (below + this.different[bin] / 2);
      below += this.different[bin];
      alike += this.alike[bin];
    }
    return area / (alike * below);
  }

  /**
   * The rate of errors at the cosine from which on pairs are accepted so that as large a share of those with two labels
   * is accepted as of those with one is refused (the mean of both shares where they come nearest); NaN without both.
   */
  get equalErrorRate(): number {
    const [alike, different] = [this.alike, this.different].map((bins) => bins.reduce((sum, count) => sum + count, 0));
    let [refused, accepted] = [0, different];
    let best = { apart: Infinity, rate: NaN };
    for (let bin = 0; bin <= BINS; bin++) {
      const [miss, fault] = [refused / alike, accepted / different];
      if (Math.abs(miss - fault) < best.apart) best = { apart: Math.abs(miss - fault), rate: (miss + fault) / 2 };
      refused += this.alike[bin] ?? 0;
      accepted -= this.different[bin] ?? 0;
    }
    return best.rate;
  }
}
