import type { Report, Table } from '../../report/table';
import type { TrainingResult } from '../../../protocol/training';
import type { NetworkSummary } from '../../../protocol/training-result';
import { curveSection } from './curve-table';
import { columnsOf, valueOf } from './table';

/** The tables people print: a row per fold, mean and deviation below. */
export function trainingReport({ networks, description, classes, counts, leftOut, curve }: TrainingResult): Report {
  const facts = [
    `${counts.learning} inputs of ${classes.length} classes; ${description}.`,
    ...(counts.test > 0 ? [`${counts.test} inputs to test with.`] : []),
    ...(leftOut.length > 0 ? [`${leftOut.length} files were left out: training.json says why.`] : []),
    'F1 is the macro average over classes, the loss the cross-entropy; the deviation is that of the population of folds.',
  ];
  return {
    title: 'Training',
    sections: [
      ...(curve ? [curveSection(curve, classes)] : []),
      { title: 'Results', paragraphs: facts, tables: networks.map(tableOf) },
      {
        title: 'Confusion',
        paragraphs: ['Inputs by their class (rows) and by the class predicted (columns), added over the folds.'],
        tables: networks.flatMap((network) => confusionTables(network, classes)),
      },
    ],
  };
}

function tableOf({ network, folds, mean, deviation }: NetworkSummary): Table {
  const columns = columnsOf(folds);
  const rows = folds.map((fold) => [String(fold.fold), ...columns.map((column) => valueOf(fold, column))]);
  const over = (name: string, values: Readonly<Record<string, number>>) => [
    name,
    ...columns.map(({ label }) => values[label]),
  ];
  return {
    caption: `${network}: ${folds[0].parameters} parameters`,
    columns: [{ label: 'Fold', text: true }, ...columns.map(({ label }) => ({ label }))],
    rows: folds.length === 1 ? rows : [...rows, over('mean', mean), over('deviation', deviation)],
  };
}

/** What was taken for what: of the validation parts, and of what there is to test with. */
const confusionTables = ({ network, folds }: NetworkSummary, classes: readonly string[]): Table[] =>
  (['validation', 'test'] as const).flatMap((part) => {
    const all = folds.flatMap(({ confusion }) => confusion[part] ?? []);
    if (all.length === 0) return [];
    const sum = (row: number, column: number): number =>
      folds.reduce((total, { confusion }) => total + confusion[part]![row][column], 0);
    return [
      {
        caption: `${network}, ${part}`,
        columns: [{ label: 'Class', text: true }, ...classes.map((label) => ({ label }))],
        rows: classes.map((label, row) => [label, ...classes.map((_, column) => sum(row, column))]),
      },
    ];
  });
