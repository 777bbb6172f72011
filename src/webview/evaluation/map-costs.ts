import type { EvaluationChoice, MapCost } from '../../protocol/evaluation-panel';
import type { StoredResults } from '../../protocol/folder';
import { passes, seconds } from '../ui/format';
import { t } from '../ui/l10n';
import type { EvaluationApp } from './app';

/** What the maps of a run cost, before it starts: `maps: 30 × 102 u = 3 060 u · about 41 s`; empty while it is not known. */
export function costOfMaps({ document: { setup, costs, inspection, results } }: EvaluationApp): string {
  const known = new Map(costs.map(({ key, expectedPasses }) => [key, expectedPasses]));
  const chosen = (setup?.methods ?? []).filter(({ selected }) => selected);
  const found = inspection ? inspection.images + inspection.arrays : results?.summary.images;
  if (!setup || found === undefined) return '';
  const inputs = Math.min(found, setup.limit ?? Infinity);
  if (chosen.length === 0) return t('no maps, {0}', passes(inputs * setup.models.length));
  if (chosen.some(({ key }) => !known.has(key))) return '';
  const each = chosen.reduce((sum, { key }) => sum + (known.get(key) ?? 0), 0);
  const rate = secondsPerPass(results);
  const took = rate === null ? expectedSeconds(costs, chosen) : each * rate;
  const total = t('maps: {0} × {1} = {2}', inputs, passes(each), passes(inputs * each));
  const maps = took === null ? total : `${total} · ${t('about {0}', seconds(inputs * took))}`;
  return setup.metrics.some(({ selected }) => selected) ? t('{0}, metrics on top', maps) : maps;
}

export const costOfMapsMeaning = (): string =>
  t(
    'Inputs × what their maps cost with the chosen methods and models. 1 u is one forward pass of one image; the seconds are by the results shown, or by a pass that was timed. Metrics come on top: most of them run the model again on every map.',
  );

/** Of the maps of one input, by passes that were timed; null where some were not. */
function expectedSeconds(costs: readonly MapCost[], chosen: readonly EvaluationChoice[]): number | null {
  const times = chosen.map(({ key }) => costs.find((cost) => cost.key === key)?.expectedSeconds);
  return times.includes(undefined) ? null : (times as number[]).reduce((sum, own) => sum + own, 0);
}

/** Of the results that are shown: the median over their models and methods; null where nothing was measured. */
function secondsPerPass(results: StoredResults | null): number | null {
  const rates = (results?.summary.costs ?? []).flatMap(({ model, method, forwardPasses, backwardPasses }) => {
    const took = results?.seconds[model]?.[method] ?? null;
    const ran = forwardPasses + backwardPasses;
    return took === null || ran === 0 ? [] : [took / ran];
  });
  return rates.sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? null;
}
