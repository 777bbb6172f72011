export interface Ratio {
  /** Median over the pairs. */
  readonly median: number;
  /** First and third quartile. */
  readonly spread: readonly [number, number];
  readonly denominatorMilliseconds: number;
}

/** Milliseconds since some moment. */
type Clock = () => number;

/** The time that passes. */
const wall: Clock = () => performance.now();

/** The time this process has had a processor: what to compare on a machine that is busy with other things. */
export const processor: Clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const milliseconds = async (run: () => Promise<unknown>, clock: Clock): Promise<number> => {
  const start = clock();
  await run();
  return clock() - start;
};

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** Times two actions alternately, so that a change of the machine's speed touches both, and compares them pair by pair. */
export async function medianRatio(numerator: () => Promise<unknown>, denominator: () => Promise<unknown>, pairs: number, clock = wall): Promise<Ratio> {
  for (let warmUp = 0; warmUp < 2; warmUp++) {
    await denominator();
    await numerator();
  }
  const ratios: number[] = [];
  const times: number[] = [];
  for (let k = 0; k < pairs; k++) {
    const below = await milliseconds(denominator, clock);
    const above = await milliseconds(numerator, clock);
    ratios.push(above / below);
    times.push(below);
  }
  const quantile = (values: readonly number[], at: number): number => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * at))];
  return { median: rounded(quantile(ratios, 0.5)), spread: [rounded(quantile(ratios, 0.25)), rounded(quantile(ratios, 0.75))], denominatorMilliseconds: rounded(quantile(times, 0.5)) };
}
