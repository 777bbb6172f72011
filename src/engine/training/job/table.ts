import { csvLines } from '../../../protocol/csv';
import { mean, standardDeviation } from '../../statistics/values';
import type { FoldResult, Measures, NetworkSummary } from '../../../protocol/training-result';

const MEASURES = ['f1', 'accuracy', 'loss'] as const;
const LABELS: Readonly<Record<keyof Measures, string>> = { f1: 'F1', accuracy: 'Accuracy', loss: 'Loss' };
type Part = 'validation' | 'training' | 'test';
const PARTS: Readonly<Record<Part, string>> = { validation: 'validation', training: 'training', test: 'test' };

/** A measure of a part: a column. */
interface TrainingColumn {
  readonly part: Part;
  readonly measure: keyof Measures;
  readonly label: string;
}

/** Parts that were measured: a part to test with may be missing. */
export const columnsOf = (folds: readonly FoldResult[]): TrainingColumn[] =>
  (Object.keys(PARTS) as Part[])
    .filter((part) => folds.every((fold) => fold[part] !== null))
    .flatMap((part) => MEASURES.map((measure) => ({ part, measure, label: `${LABELS[measure]} (${PARTS[part]})` })));

export const valueOf = (fold: FoldResult, { part, measure }: TrainingColumn): number => fold[part]![measure];

export function summaryOf(network: string, folds: readonly FoldResult[]): NetworkSummary {
  const columns = columnsOf(folds).map((column) => ({
    label: column.label,
    values: folds.map((fold) => valueOf(fold, column)),
  }));
  return {
    network,
    folds,
    mean: Object.fromEntries(columns.map(({ label, values }) => [label, mean(values)])),
    deviation: Object.fromEntries(columns.map(({ label, values }) => [label, standardDeviation(values)])),
  };
}

/** One row per fold, then mean and deviation. */
export function tableCsv(summaries: readonly NetworkSummary[]): string {
  const columns = columnsOf(summaries.flatMap(({ folds }) => folds));
  const rows = summaries.flatMap(({ network, folds, mean: means, deviation }) => [
    ...folds.map((fold) => [network, String(fold.fold), ...columns.map((column) => valueOf(fold, column))]),
    [network, 'mean', ...columns.map(({ label }) => means[label])],
    [network, 'deviation', ...columns.map(({ label }) => deviation[label])],
  ]);
  return csvLines([['network', 'fold', ...columns.map(({ label }) => label)], ...rows]);
}
