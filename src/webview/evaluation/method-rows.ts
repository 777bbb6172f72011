import type { MethodSummary, EvaluationSummary, MethodCost } from '../../protocol/evaluation-summary';
import type { PartialTable } from '../../protocol/evaluation-progress';
import type { MethodDescription } from '../../protocol/method';
import type { StoredResults } from '../../protocol/folder';
import type { MethodVerdicts, StoredVerdicts } from '../../protocol/map-verdict';
import { oneNumbers, type OneNumber } from '../../protocol/one-number';
import { citation } from '../../protocol/paper';
import { t } from '../ui/l10n';
import { methodTitles } from './titles';

/** A number of a method under a metric. */
export interface Score {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly images: number;
  readonly best: boolean;
}

/** A method under a model. */
export interface MethodRow {
  readonly model: string;
  readonly method: string;
  readonly hint: string;
  /** By the index of the column. */
  readonly scores: ReadonlyMap<number, Score>;
  readonly cost: MethodCost | null;
  /** Of an explanation; undefined while a run goes on. */
  readonly seconds?: number | null;
  readonly notes: readonly string[];
  /** Faithfulness and localisation, and what they come to together. */
  readonly inOne?: OneNumber;
  /** What people said of its maps. */
  readonly verdicts?: MethodVerdicts;
}

/** The rows of a finished evaluation. */
export function finishedRows(
  { summary, seconds }: StoredResults,
  known: readonly MethodDescription[],
  verdicts: StoredVerdicts,
): MethodRow[] {
  const { models, methods, cells, costs, notes } = summary;
  const titles = methodTitles(methods, known);
  const inOne = oneNumbers(summary);
  return models.flatMap((model, m) =>
    methods.map((method, k): MethodRow => ({
      inOne: inOne[m * methods.length + k],
      verdicts: verdicts.methods.find((one) => one.model === m && one.method === k),
      model: model.name,
      method: titles[k],
      hint: hintOf(method, model),
      scores: scoresOf(cells.filter((cell) => cell.model === m && cell.method === k)),
      cost: costs.find((cost) => cost.model === m && cost.method === k) ?? null,
      seconds: seconds[m][k],
      notes: notes
        .filter((note) => note.model === m && note.method === k)
        .map(({ text, images }) => t('{0} ({1} inputs)', text, images)),
    })),
  );
}

/** The rows of a run that goes on, without intervals. */
export function partialRows(
  { models, methods }: { readonly models: readonly string[]; readonly methods: readonly MethodSummary[] },
  cells: PartialTable['cells'],
  known: readonly MethodDescription[],
): MethodRow[] {
  const titles = methodTitles(methods, known);
  return models.flatMap((model, m) =>
    methods.map((method, k): MethodRow => {
      const own = cells.filter((cell) => cell.model === m && cell.method === k);
      const scores = scoresOf(own.map((cell) => ({ ...cell, low: null, high: null, best: false })));
      return { model, method: titles[k], hint: hintOf(method), cost: null, notes: [], scores };
    }),
  );
}

const scoresOf = (cells: readonly (Score & { readonly column: number })[]): ReadonlyMap<number, Score> =>
  new Map(cells.map((cell) => [cell.column, cell]));

function hintOf({ name, layer, seed, paper }: MethodSummary, model?: EvaluationSummary['models'][number]): string {
  return [
    name,
    layer && t('Layer: {0}', layer),
    t('Seed: {0}', seed),
    model && t('Model: {0}', `${model.name} · ${model.hash.slice(0, 12)}`),
    citation(paper),
  ]
    .filter(Boolean)
    .join('\n');
}
