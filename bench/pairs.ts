export interface Ratio {
  /** Median over the pairs. */
  readonly median: number;
  /** First and third quartile. */
  readonly spread: readonly [number, number];
  readonly denominatorMilliseconds: number;
}

const milliseconds = async (run: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await run();
  return performance.now() - start;
};

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/**
 * Times two actions alternately, so that a change of the machine's speed touches both, and compares them pair by pair.
 */
export async function medianRatio(
  numerator: () => Promise<unknown>,
  denominator: () => Promise<unknown>,
  pairs: number,
): Promise<Ratio> {
  for (let warmUp = 0; warmUp < 2; warmUp++) {
    await denominator();
    await numerator();
  }
  const ratios: number[] = [];
  const times: number[] = [];
  for (let k = 0; k < pairs; k++) {
    const below = await milliseconds(denominator);
    const above = await milliseconds(numerator);
    ratios.push(above / below);
    times.push(below);
  }
  const quantile = (values: readonly number[], at: number): number =>
    [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * at))];
  return {
    median: rounded(quantile(ratios, 0.5)),
    spread: [rounded(quantile(ratios, 0.25)), rounded(quantile(ratios, 0.75))],
    denominatorMilliseconds: rounded(quantile(times, 0.5)),
  };
}
