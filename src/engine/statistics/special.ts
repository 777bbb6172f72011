/** Series coefficients of Stirling's expansion, B₂ₖ / (2k(2k − 1)). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];
const SMALLEST = 1e-300;
const EPSILON = 1e-16;
const MOST_TERMS = 10000;

/**
 * ln Γ(x) for x > 0: Stirling's series, after raising small arguments by Γ(x + 1) = x Γ(x).
 * @see Abramowitz & Stegun 6.1.41
 */
export function logGamma(x: number): number {
  let shift = 1;
  let z = x;
  for (; z < 10; z++) shift *= z;
  let tail = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) tail = tail / (z * z) + STIRLING[k];
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + tail / z - Math.log(shift);
}

/** Evaluates b₀ + a₁/(b₁ + a₂/(b₂ + …)) by the modified Lentz method. */
function continuedFraction(first: number, term: (k: number) => readonly [a: number, b: number]): number {
  let value = first || SMALLEST;
  let c = value;
  let d = 0;
  for (let k = 1; k < MOST_TERMS; k++) {
    const [a, b] = term(k);
    d = 1 / (b + a * d || SMALLEST);
    c = b + a / c || SMALLEST;
    value *= c * d;
    if (Math.abs(c * d - 1) < EPSILON) break;
  }
  return value;
}

/**
 * The regularised incomplete beta function I_x(a, b), relatively accurate in its lower tail.
 * @param complement 1 − x, given apart because it may be known without cancellation
 * @see Abramowitz & Stegun 26.5.8
 */
export function incompleteBeta(x: number, a: number, b: number, complement = 1 - x): number {
  if (Number.isNaN(x)) return NaN;
  if (x <= 0) return 0;
  if (complement <= 0) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(complement, b, a, x);
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(complement);
  const fraction = continuedFraction(1, (k) => {
    const m = k >> 1;
    const numerator = k % 2 ? -(a + m) * (a + b + m) * x : m * (b - m) * x;
    return [numerator / ((a + k - 1) * (a + k)), 1];
  });
  return Math.exp(logFront) / (a * fraction);
}

/** 1 − erf(x), relatively accurate far into the upper tail. */
export function complementaryError(x: number): number {
  if (x < 0) return 2 - complementaryError(-x);
  if (x < 2) return 1 - errorSeries(x);
  // Laplace's fraction: erfc(x) = exp(−x²)/√π · 1/(x + ½/(x + 1/(x + 1½/(x + …))))
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / continuedFraction(x, (k) => [k / 2, x]);
}

/** erf(x) = 2/√π exp(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n + 1)): all terms positive, so nothing cancels. */
function errorSeries(x: number): number {
  let term = x;
  let total = x;
  for (let n = 1; term > total * EPSILON; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    total += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total;
}

/** P(|Z| ≥ |z|) for a standard normal Z. */
export function normalTwoSided(z: number): number {
  return complementaryError(Math.abs(z) / Math.SQRT2);
}

/** P(|T| ≥ |t|) for Student's t with `freedom` degrees, which need not be whole. */
export function studentTwoSided(t: number, freedom: number): number {
  const square = t * t;
  if (square === Infinity) return 0;
  return incompleteBeta(freedom / (freedom + square), freedom / 2, 0.5, square / (freedom + square));
}
