import type { FloatTensor } from '../tensor/tensor';

/** Black and white per channel in the preprocessed space. */
export interface Levels {
  readonly black: readonly number[];
  readonly white: readonly number[];
}

/** The smallest and the largest value an input can take. */
export type Range = readonly [low: number, high: number];

/**
 * The range of each channel of an input [1, C, …]: from black to white, which may be the larger one first; where they
 * are not known, from the smallest to the largest value that occurs in any channel.
 */
export function rangesOf(input: FloatTensor, levels?: Partial<Levels>): readonly Range[] {
  const { black, white } = levels ?? {};
  const channels = Array.from({ length: input.dims[1] }, (_, c) => c);
  if (black && white) return channels.map((c) => [black[c], white[c]]);
  let low = Infinity;
  let high = -Infinity;
  for (const value of input.data) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return channels.map(() => [low, high]);
}
