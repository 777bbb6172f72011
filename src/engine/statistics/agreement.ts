/** Agreement beyond chance; NaN where chance alone agrees on everything, and without anything rated. */
const beyond = (observed: number, chance: number): number => (chance === 1 ? NaN : (observed - chance) / (1 - chance));

/**
 * Cohen's kappa (1960) of two raters, unweighted: (p₀ − pₑ) / (1 − pₑ), pₑ = Σ share of a category by the one × by the
 * other.
 * @param pairs what both said of each thing
 */
export function cohenKappa(pairs: readonly (readonly [string, string])[]): number {
  const share = (matches: (pair: readonly [string, string]) => boolean): number =>
    pairs.filter(matches).length / pairs.length;
  const categories = [...new Set(pairs.flat())];
  const chance = categories.reduce((sum, c) => sum + share(([a]) => a === c) * share(([, b]) => b === c), 0);
  return beyond(observedAgreement(pairs), chance);
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
