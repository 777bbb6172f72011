/**
 * How far a run is, how fast, and how long it will take; inputs taken from an earlier run do not count for the speed.
 */
export class Rate {
  private readonly start = performance.now();
  private done = 0;
  private worked = 0;

  constructor(private readonly total: number) {}

  /** @param worked whether anything had to be computed for the input */
  count(worked: boolean): void {
    this.done++;
    if (worked) this.worked++;
  }

  now(): { done: number; total: number; rate: number; secondsLeft: number | null } {
    const { done, total } = this;
    const rate = this.worked / Math.max(1e-3, (performance.now() - this.start) / 1000);
    return { done, total, rate, secondsLeft: this.worked > 0 ? (total - done) / rate : null };
  }
}
