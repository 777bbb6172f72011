import { cardIdOf, cardKeysOf } from '../../protocol/cards';
import type { MethodResult } from '../../protocol/method';
import type { MethodChoice } from '../../protocol/explain-document';
import { passes, seconds } from '../ui/format';
import { t } from '../ui/l10n';
import type { ExplainApp } from './app';

/** Forward and backward passes together, those shared with others too: what the method would cost alone. */
export function spent({ forwardPasses, backwardPasses, sharedPasses }: MethodResult): number {
  return forwardPasses + backwardPasses + sharedPasses;
}

/** Seconds that a pass took, of what was run so far: by model, then by method. */
const rates = new Map<string, Map<string, number>>();

function ratesOf({ document: { model } }: ExplainApp): Map<string, number> {
  const key = model?.uri ?? '';
  const known = rates.get(key) ?? new Map<string, number>();
  rates.set(key, known);
  return known;
}

/** Remembers how long the passes of the finished maps took. */
export function learnRates(app: ExplainApp): void {
  const known = ratesOf(app);
  for (const card of app.document.cards) {
    const run = card.state === 'done' ? card.result.forwardPasses + card.result.backwardPasses : 0;
    if (card.state === 'done' && run > 0) known.set(card.method, card.result.seconds / run);
  }
}

/** How long a method will take; null while nothing is known of the model. */
export function secondsOf(app: ExplainApp, method: string): number | null {
  const cost = app.costs.get(method)?.expectedPasses;
  const known = ratesOf(app);
  const rate = known.get(method) ?? median([...known.values()]) ?? app.document.prediction?.seconds;
  return cost === undefined || rate === undefined ? null : cost * rate;
}

/** What the chosen methods cost together, human-readable; empty while it is not known. */
export function sumOfCosts(app: ExplainApp): string {
  const chosen = app.document.choices.filter(({ selected }) => selected);
  const costs = chosen.map(({ method }) => app.costs.get(method)?.expectedPasses);
  if (chosen.length === 0 || costs.includes(undefined)) return '';
  const took = tookOf(app, chosen);
  if (took) return t('took {0} · {1}', passes(sum(took.map(spent))), seconds(sum(took.map((one) => one.seconds))));
  const times = chosen.map(({ method }) => secondsOf(app, method));
  const total = passes(sum(costs as number[]));
  return times.includes(null) ? total : `${total} · ${t('about {0}', seconds(sum(times as number[])))}`;
}

/** What the maps that the grid lacks cost together, human-readable. */
export function costOfGrid(app: ExplainApp): string {
  const columns = app.document.choices.filter(({ selected }) => selected);
  const lacking = app.grid.rows.flatMap(({ cells }) =>
    columns.filter((choice) => cardKeysOf(choice).some((key) => cells[cardIdOf(key)]?.state !== 'done')),
  );
  const costs = lacking.map(({ method }) => app.costs.get(method)?.expectedPasses);
  if (lacking.length === 0 || costs.includes(undefined)) return '';
  const images = app.grid.rows.filter(({ prediction }) => prediction === null).length;
  const times = lacking.map(({ method }) => secondsOf(app, method));
  const total = passes(images + sum(costs as number[]));
  const maps = t('{0} maps · {1}', lacking.length, total);
  return times.includes(null) ? maps : `${maps} · ${t('about {0}', seconds(sum(times as number[])))}`;
}

/** What one version costs: to predict all pinned images, and to make their maps, human-readable. */
export function costOfVersion({ document, costs, versions }: ExplainApp): string {
  const chosen = document.choices.filter(({ selected }) => selected);
  const each = chosen.map(({ method }) => costs.get(method)?.expectedPasses);
  const images = versions.images.length || document.inputs.length;
  if (chosen.length === 0 || each.includes(undefined)) return '';
  return t('{0} per version', passes(images * (1 + sum(each as number[]))));
}

/** The results of all cards that are chosen, once all are there, made as is chosen now. */
function tookOf(app: ExplainApp, chosen: readonly MethodChoice[]): readonly MethodResult[] | null {
  const wanted = chosen.flatMap(cardKeysOf).length;
  const results = app.document.cards.flatMap((card) => {
    const choice = chosen.find(({ method }) => method === card.method);
    return card.state === 'done' && choice && isOf(choice, card.result, Object.keys(card.variant ?? {}))
      ? [card.result]
      : [];
  });
  return results.length === wanted ? results : null;
}

function isOf({ params, layer }: MethodChoice, result: MethodResult, varied: readonly string[]): boolean {
  const same = Object.entries(params).every(
    ([name, value]) =>
      varied.includes(name) ||
      !(name in result.params) ||
      JSON.stringify(result.params[name]) === JSON.stringify(value),
  );
  return same && (layer === null || layer === result.layer);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
