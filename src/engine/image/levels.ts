/** The values of black and white, where the sidecar says them. */
export interface GivenLevels {
  readonly black?: number | null;
  readonly white?: number | null;
}

/**
 * The values of black and white of numbers without a scale of their own: those given, else as the file says, else the
 * smallest and the largest that occur.
 */
export function levelsOfValues(
  values: Float32Array,
  stated: readonly [black: number, white: number] | null,
  { black = null, white = null }: GivenLevels,
): readonly [black: number, white: number] {
  const own = stated ?? (black === null || white === null ? extremes(values) : [0, 1]);
  const low = black ?? (white === null ? own[0] : 0);
  const high = white ?? own[1];
  return high > low ? [low, high] : [low, low + 1];
}

function extremes(values: Float32Array): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 1];
}
