import { ONE_NUMBER_FORMULA, oneNumbers } from '../../../protocol/one-number';
import type { EvaluationSummary } from '../../../protocol/evaluation-summary';
import type { Column, Section, Table } from '../table';
import type { ReportedEvaluation } from './reported';

const BETTER = { higher: 'higher is better', lower: 'lower is better', none: '' } as const;

/** The columns of metrics themselves, without their parts. */
function headings({ summary, titles }: ReportedEvaluation): { index: number; column: Column }[] {
  return summary.columns.flatMap(({ part, formula, better }, index) =>
    part === null
      ? [{ index, column: { label: titles[index], hint: [formula, BETTER[better]].filter(Boolean).join('; ') } }]
      : [],
  );
}

/** Methods against metrics, one table per model. */
export function methodSection(reported: ReportedEvaluation): Section | null {
  const { models, methods, cells, costs, notes } = reported.summary;
  if (methods.length === 0) return null;
  const shown = headings(reported);
  const tables = models.map(({ name }, model): Table => ({
    caption: `${name}: mean over the inputs [95 % interval]; the best is bold`,
    columns: [
      { label: 'Method', text: true },
      ...shown.map(({ column }) => column),
      {
        label: 'Cost [u]',
        hint: 'forward and backward passes of one image, beyond the clean forward that everything shares; seconds are in timings.csv',
      },
      { label: 'Least [u]', hint: 'what the method costs at least on its own' },
    ],
    rows: methods.map(({ name: method }, k) => {
      const cost = costs.find((c) => c.model === model && c.method === k);
      return [
        method,
        ...shown.map(
          ({ index }) => cells.find((c) => c.model === model && c.method === k && c.column === index) ?? null,
        ),
        cost ? cost.forwardPasses + cost.backwardPasses : null,
        cost?.leastPasses ?? null,
      ];
    }),
  }));
  const remarks: Table = {
    caption: 'Remarks',
    columns: [
      { label: 'Model', text: true },
      { label: 'Method', text: true },
      { label: 'Remark', text: true },
      { label: 'Inputs' },
    ],
    rows: notes.map(({ model, method, text, images }) => [models[model].name, methods[method].name, text, images]),
  };
  const inOne = oneNumberTables(reported.summary);
  return {
    title: 'Which explanation is right?',
    tables: [...tables, ...inOne, ...(notes.length > 0 ? [remarks] : [])],
  };
}

/** Faithfulness and localisation beside what they come to together, where there are both. */
function oneNumberTables(summary: EvaluationSummary): Table[] {
  const all = oneNumbers(summary);
  if (!all.some(({ both }) => both !== null)) return [];
  return summary.models.map(({ name }, model) => ({
    caption: `${name}: faithfulness and localisation in one number, ${ONE_NUMBER_FORMULA}`,
    columns: [
      { label: 'Method', text: true },
      { label: 'Faithfulness' },
      { label: 'Localisation' },
      { label: 'Both', hint: ONE_NUMBER_FORMULA },
    ],
    rows: all
      .filter((one) => one.model === model)
      .map(({ method, faithfulness, localisation, both }) => [
        summary.methods[method].name,
        faithfulness,
        localisation,
        both,
      ]),
  }));
}
