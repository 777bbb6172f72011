/** One measured number; of every one of them less is better. */
export interface Figure {
  /** What was measured. */
  readonly figure: string;
  /** Of what: with the name, it tells this figure from all others, in this run and in those before. */
  readonly of: Readonly<Record<string, string | number>>;
  readonly value: number;
  /** `u` is one forward pass of one image; a ratio is to what the figure's name says. */
  readonly unit: 'u' | 'ratio' | 'ms' | 's' | 'MB' | '%' | 'files';
  /** First and third quartile, where it is a median. */
  readonly spread?: readonly [number, number];
  /** The most that is wanted. */
  readonly limit?: number;
  /** What else is worth reading, and is not judged. */
  readonly notes?: Readonly<Record<string, unknown>>;
}

/** Prints a figure as one line of JSON, which the command that runs all benchmarks reads. */
export const report = (figure: Figure): void => console.log(JSON.stringify(figure));

/** @returns the figure of a line, or null where a benchmark printed something else */
export function figureOf(line: string): Figure | null {
  try {
    const value = JSON.parse(line) as Partial<Figure> | null;
    return typeof value?.figure === 'string' && typeof value.value === 'number' ? (value as Figure) : null;
  } catch {
    return null;
  }
}
