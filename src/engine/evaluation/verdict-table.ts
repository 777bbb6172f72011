import {
  verdictIds,
  type MapVerdict,
  type MethodVerdicts,
  type RaterAgreement,
  type StoredVerdicts,
} from '../../protocol/map-verdict';
import { cohenKappa, fleissKappa, observedAgreement } from '../statistics/agreement';

/** Counts of verdicts per method, and how far those who gave them agree. */
export function verdictTable(given: readonly MapVerdict[]): StoredVerdicts {
  const methods = grouped(given, ({ model, method }) => `${model} ${method}`).map(methodVerdicts);
  return {
    given,
    methods: methods.sort((a, b) => a.model - b.model || a.method - b.method),
    agreement: agreementOf(given),
  };
}

function methodVerdicts(given: readonly MapVerdict[]): MethodVerdicts {
  const [{ model, method }] = given;
  const counts = verdictIds.map((id) => [id, given.filter(({ verdict }) => verdict === id).length]);
  return {
    model,
    method,
    maps: new Set(given.map(({ image }) => image)).size,
    counts: Object.fromEntries(counts) as MethodVerdicts['counts'],
    agreement: agreementOf(given),
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Null of one rater alone. */
function agreementOf(given: readonly MapVerdict[]): RaterAgreement | null {
  const raters = [...new Set(given.map(({ rater }) => rater))].sort();
  if (raters.length < 2) return null;
  const ofMaps = grouped(given, ({ image, model, method }) => JSON.stringify([image, model, method]));
  const ratings = ofMaps.flatMap((verdicts) => {
    const said = raters.map((rater) => verdicts.find((one) => one.rater === rater)?.verdict);
    return said.every((one) => one !== undefined) ? [said] : [];
  });
  const statistic = raters.length === 2 ? 'cohen' : 'fleiss';
  const kappa = statistic === 'cohen' ? cohenKappa(ratings.map(([a, b]) => [a, b])) : fleissKappa(ratings);
  const observed = finite(observedAgreement(ratings));
  return { statistic, raters, maps: ratings.length, observed, kappa: observed === null ? null : finite(kappa) };
}

function grouped(given: readonly MapVerdict[], keyOf: (verdict: MapVerdict) => string): MapVerdict[][] {
  const groups = new Map<string, MapVerdict[]>();
  for (const one of given) {
    const group = groups.get(keyOf(one)) ?? [];
    groups.set(keyOf(one), group);
    group.push(one);
  }
  return [...groups.values()];
}
