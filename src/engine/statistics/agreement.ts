import { sum } from './values';

/** Agreement beyond chance; NaN where chance alone agrees on everything, and without anything rated. */
const beyond = (observed: number, chance: number): number => (chance === 1 ? NaN : (observed - chance) / (1 - chance));

/**
 * Cohen's kappa (1960) of two raters, unweighted: (p₀ − pₑ) / (1 − pₑ), pₑ = Σ share of a category by the one × by the
 * other.
 * @param counts of things, [what the one says, what the other says], row-major
 */
export function cohenKappaOfCounts(counts: ArrayLike<number>): number {
  const { total, hits, agreement } = margins(counts);
  return beyond(hits / total, agreement / total ** 2);
}

/** The same. @param pairs what both said of each thing */
export function cohenKappa(pairs: readonly (readonly [string, string])[]): number {
  const categories = [...new Set(pairs.flat())];
  const counts = new Int32Array(categories.length ** 2);
  for (const [a, b] of pairs) counts[categories.indexOf(a) * categories.length + categories.indexOf(b)]++;
  return cohenKappaOfCounts(counts);
}

/** Sums of a square table of counts. */
interface Margins {
  readonly total: number;
  /** On the diagonal. */
  readonly hits: number;
  /** Σ rows · columns: what chance would put on the diagonal, times the total. */
  readonly agreement: number;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

export function margins(counts: ArrayLike<number>): Margins {
  const size = Math.sqrt(counts.length);
  const rows = new Array<number>(size).fill(0);
  const columns = new Array<number>(size).fill(0);
  let hits = 0;
  for (let i = 0; i < counts.length; i++) {
    rows[Math.floor(i / size)] += counts[i];
    columns[i % size] += counts[i];
    if (i % (size + 1) === 0) hits += counts[i];
  }
  return { total: sum(rows), hits, agreement: sum(rows.map((row, c) => row * columns[c])), rows, columns };
}

/**
 * Fleiss' kappa (1971) of n raters: (P̄ − Pₑ) / (1 − Pₑ), P̄ the mean share of pairs of raters that agree on a thing, Pₑ =
 * Σ (share of a category among all that was said)².
 * @param ratings what was said of each thing, as often of each
 */
export function fleissKappa(ratings: readonly (readonly string[])[]): number {
  const all = ratings.flat();
  const categories = [...new Set(all)];
  const chance = categories.reduce((sum, c) => sum + (all.filter((one) => one === c).length / all.length) ** 2, 0);
  return beyond(observedAgreement(ratings), chance);
}

/** The mean share of pairs of raters that say the same of a thing. */
export function observedAgreement(ratings: readonly (readonly string[])[]): number {
  const agreeing = ratings.map((said) => {
    const times = [...new Set(said)].map((one) => said.filter((other) => other === one).length);
    return times.reduce((sum, n) => sum + n * (n - 1), 0) / (said.length * (said.length - 1));
  });
  return agreeing.reduce((sum, share) => sum + share, 0) / ratings.length;
}
