/** Temperatures are looked for between e⁻³ and e³. */
const WIDEST = 3;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Each step leaves 62 % of the interval: 6 · 0.618⁶⁰ is below 10⁻¹¹. */
const STEPS = 60;

/**
 * The T by which logits are divided so that a loss is least, found by golden-section search over ln T.
 * @see Guo et al. 2017, On calibration of modern neural networks
 */
export function bestTemperature(lossAt: (temperature: number) => number): number {
  const loss = (log: number): number => lossAt(Math.exp(log));
  let [low, high] = [-WIDEST, WIDEST];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atLeft, atRight] = [loss(left), loss(right)];
  for (let step = 0; step < STEPS; step++) {
    if (atLeft < atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - GOLDEN * (high - low);
      atLeft = loss(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + GOLDEN * (high - low);
      atRight = loss(right);
    }
  }
  return Math.exp((low + high) / 2);
}
