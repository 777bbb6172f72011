import { usualBoxes } from '../../protocol/evaluation';
import type { EvaluationChoice, EvaluationSetup, ModelCosts } from '../../protocol/evaluation-panel';
import type { StoredResults } from '../../protocol/folder';
import { duration, figure, passes, seconds } from '../ui/format';
import { t } from '../ui/l10n';
import type { EvaluationApp } from './app';
import { findsBoxes } from './box-options';

type MetricCosts = ModelCosts['metrics'][number];

/**
 * What a run costs, before it starts: `30 × (1 + maps 102 + metrics 470) u = 17 190 u · about 5 min`; empty while it is
 * not known.
 */
export function costOfRun(app: EvaluationApp): string {
  const { setup, costs, inspection, results } = app.document;
  const found = inspection ? inspection.images + inspection.arrays : results?.summary.images;
  if (!setup || found === undefined) return '';
  const inputs = Math.min(found, setup.limit ?? Infinity);
  if (selected(setup.methods).length === 0) return t('no maps, {0}', passes(inputs * setup.models.length));
  if (costs.length === 0 || !isKnown(costs, setup)) return '';
  // A detector finds at most so many boxes that are explained.
  const boxes = findsBoxes(app) ? (setup.boxes ?? usualBoxes) : 1;
  const maps = boxes * sum(costs.map((cost) => passesOfMaps(cost, setup)));
  const judging = boxes * sum(costs.map((cost) => passesOfMetrics(cost, setup, selected(setup.metrics))));
  const times = costs.map((cost) => {
    const each = 1 + boxes * (passesOfMaps(cost, setup) + passesOfMetrics(cost, setup, selected(setup.metrics)));
    return each * rateOf(app, cost);
  });
  const each = [String(costs.length), t('maps {0}', figure(maps)), judging > 0 && t('metrics {0}', figure(judging))];
  const total = passes(inputs * (costs.length + maps + judging));
  const most = boxes > 1 ? t('at most {0}', total) : total;
  const whole = `${inputs}\u00a0× (${each.filter(Boolean).join(' + ')})\u00a0u = ${most}`;
  const took = inputs * sum(times);
  return Number.isNaN(took) ? whole : `${whole} · ${t('about {0}', timeText(took))}`;
}

export const meaningOfCost = (): string =>
  t(
    'Inputs × what each costs under the chosen models: to predict it, to make its maps by the chosen methods, and to judge them: most metrics run the model again on every map. 1 u is one forward pass of one image; the seconds are by the results shown, or by a pass that was timed.',
  );

/** What stands beside a method: the cost of its map of one input, or why there is none. */
export function methodFact(app: EvaluationApp, { key }: EvaluationChoice): Fact {
  const all = app.document.costs.flatMap((cost) =>
    cost.methods.filter((one) => one.key === key).map((one) => ({ ...one, rate: rateOf(app, cost) })),
  );
  const possible = all.filter(({ unavailable }) => unavailable === undefined);
  if (all.length > 0 && possible.length === 0)
    return { fact: t('not for this model'), unavailable: all[0].unavailable };
  return { fact: all.length > 0 ? costText(possible.map(({ expectedPasses, rate }) => [expectedPasses, rate])) : '' };
}

/** What stands beside a metric: what it runs of the maps of one input by all chosen methods. */
export function metricFact(app: EvaluationApp, choice: EvaluationChoice): string {
  const { setup, costs } = app.document;
  if (!setup || selected(setup.methods).length === 0 || !isKnown(costs, setup)) return '';
  const others = selected(setup.metrics);
  const before = choice.selected ? others.slice(0, others.indexOf(choice)) : others;
  const isShared = costs.every(({ metrics }) => {
    const own = costFor(metrics, choice)?.once;
    return own !== undefined && before.some((other) => costFor(metrics, other)?.once === own);
  });
  if (costs.length > 0 && isShared) return t('shared');
  const own = costs.map((cost): TimedPasses => [passesOfMetrics(cost, setup, [choice]), rateOf(app, cost)]);
  return own.length > 0 ? costText(own) : '';
}

interface Fact {
  readonly fact: string;
  readonly unavailable?: string;
}

type TimedPasses = readonly [passes: number, secondsPerPass: number];

/** `102 u · 4.1 s` of one input under all models. */
function costText(all: readonly TimedPasses[]): string {
  const total = sum(all.map(([own]) => own));
  if (total === 0) return t('no pass of the model');
  const took = sum(all.map(([own, rate]) => own * rate));
  return Number.isNaN(took) ? passes(total) : `${passes(total)} · ${timeText(took)}`;
}

const timeText = (took: number): string => (took < 60 ? seconds(took) : duration(took));

const selected = (choices: readonly EvaluationChoice[]): readonly EvaluationChoice[] =>
  choices.filter((choice) => choice.selected);

const costFor = <T extends { readonly key: string }>(list: readonly T[], { key }: EvaluationChoice): T | undefined =>
  list.find((one) => one.key === key);

/** Whether the costs of all chosen methods have been told: a line that was just added may not have been. */
const isKnown = (costs: readonly ModelCosts[], setup: EvaluationSetup): boolean =>
  costs.every(({ methods }) => selected(setup.methods).every((choice) => costFor(methods, choice)));

/** Of the maps that the model can have. */
const mapsOf = ({ methods }: ModelCosts, setup: EvaluationSetup): number[] =>
  selected(setup.methods).flatMap((choice) => {
    const cost = costFor(methods, choice);
    return cost && cost.unavailable === undefined ? [cost.expectedPasses] : [];
  });

const passesOfMaps = (costs: ModelCosts, setup: EvaluationSetup): number => sum(mapsOf(costs, setup));

/** What metrics run of all maps of one input, what several of them share once. */
function passesOfMetrics(costs: ModelCosts, setup: EvaluationSetup, chosen: readonly EvaluationChoice[]): number {
  const own = chosen.flatMap((choice) => costFor(costs.metrics, choice) ?? []);
  const run = own.filter(({ once }, i) => once === undefined || own.findIndex((other) => other.once === once) === i);
  const each = (map: number): number => sum(run.map(({ scored, explained }: MetricCosts) => scored + explained * map));
  return sum(mapsOf(costs, setup).map(each));
}

/** Seconds of a pass of a model; NaN while they are not known. */
const rateOf = ({ document: { results } }: EvaluationApp, { secondsPerPass }: ModelCosts): number =>
  measuredRate(results) ?? secondsPerPass ?? NaN;

/** Of the results that are shown: the median over their models and methods; null where nothing was measured. */
function measuredRate(results: StoredResults | null): number | null {
  const rates = (results?.summary.costs ?? []).flatMap(({ model, method, forwardPasses, backwardPasses }) => {
    const took = results?.seconds[model]?.[method] ?? null;
    const ran = forwardPasses + backwardPasses;
    return took === null || ran === 0 ? [] : [took / ran];
  });
  return rates.sort((a, b) => a - b)[Math.floor(rates.length / 2)] ?? null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
