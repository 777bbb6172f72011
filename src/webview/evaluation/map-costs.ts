import type { StoredResults } from '../../protocol/folder';
import { passes, seconds } from '../ui/format';
import { t } from '../ui/l10n';
import type { EvaluationApp } from './app';

/** What the maps of a run cost, before it starts: `30 × 102 u = 3 060 u · about 41 s`; empty while it is not known. */
export function costOfMaps({ document: { setup, costs, inspection, results } }: EvaluationApp): string {
  const known = new Map(costs.map(({ key, expectedPasses }) => [key, expectedPasses]));
  const chosen = (setup?.methods ?? []).filter(({ selected }) => selected);
  const found = inspection ? inspection.images + inspection.arrays : results?.summary.images;
  if (!setup || found === undefined || chosen.length === 0 || chosen.some(({ key }) => !known.has(key))) return '';
  const each = chosen.reduce((sum, { key }) => sum + (known.get(key) ?? 0), 0);
  const inputs = Math.min(found, setup.limit ?? Infinity);
  const rate = secondsPerPass(results);
  const total = t('{0} × {1} = {2}', inputs, passes(each), passes(inputs * each));
  const maps = rate === null ? total : `${total} · ${t('about {0}', seconds(inputs * each * rate))}`;
  return setup.metrics.some(({ selected }) => selected) ? t('{0}, metrics on top', maps) : maps;
}

export const costOfMapsMeaning = (): string =>
  t(
    'Inputs × what their maps cost with the chosen methods and models. 1 u is one forward pass of one image; the seconds are those of the results shown. Metrics come on top: most of them run the model again on every map.',
  );

/** Of the results that are shown: the median over their models and methods; null where nothing was measured. */
function secondsPerPass(results: StoredResults | null): number | null {
  const rates = (results?.summary.costs ?? []).flatMap(({ model, method, forwardPasses, backwardPasses }) => {
    const took = results?.seconds[model]?.[method] ?? null;
    const ran = forwardPasses + backwardPasses;
    return took === null || ran === 0 ? [] : [took / ran];
  });
  return rates.sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? null;
}
