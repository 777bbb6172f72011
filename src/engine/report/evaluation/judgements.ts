import type { EvaluationSummary } from '../../../protocol/evaluation-summary';
import type { Judgement } from '../../../protocol/judgement';
import { withUnit } from '../../../protocol/value-difference';
import type { Section, Table } from '../table';

/** Larger matrices are in `confusion.csv` only. */
const MOST_CLASSES = 30;

interface Judged {
  readonly name: string;
  readonly judgement: Judgement;
}

/** How good models of other tasks than classes of whole inputs are. */
export function judgementSection({ models }: EvaluationSummary): Section | null {
  const judged = models.flatMap(({ name, judgement }): Judged[] => (judgement ? [{ name, judgement }] : []));
  if (judged.length === 0) return null;
  const [{ judgement: first }] = judged;
  const measures: Table = {
    caption: `Measures (${first.task})`,
    columns: [{ label: 'Measure', text: true }, ...judged.map(({ name }) => ({ label: name }))],
    rows: first.measures.map(({ id, label, unit }) => [
      withUnit(label, unit),
      ...judged.map(({ judgement }) => judgement.measures.find((one) => one.id === id)?.value ?? null),
    ]),
  };
  return {
    title: 'Is the model right?',
    tables: [
      measures,
      ...judged.map(partTable),
      ...judged.flatMap(confusionTables),
      ...judged.flatMap(errorTables),
      ...judged.flatMap(worstTables),
    ],
    terms: first.measures.map(({ label, formula }) => ({ term: label, text: formula })),
  };
}

function partTable({ name, judgement: { parts } }: Judged): Table {
  return {
    caption: `${name}: by ${parts.heading.toLowerCase()}`,
    columns: [
      { label: parts.heading, text: true },
      ...parts.columns.map(({ label, formula }) => ({ label, hint: formula })),
    ],
    rows: parts.rows.map((row) => [row.name, ...row.values]),
  };
}

function confusionTables({ name, judgement: { confusion } }: Judged): Table[] {
  if (!confusion || confusion.names.length > MOST_CLASSES) return [];
  return [
    {
      caption: `${name}: confusion of ${confusion.unit}, one row per true class`,
      columns: [{ label: 'True \\ predicted', text: true }, ...confusion.names.map((label) => ({ label }))],
      rows: confusion.counts.map((row, k) => [confusion.names[k], ...row]),
    },
  ];
}

function errorTables({ name, judgement: { errors } }: Judged): Table[] {
  if (errors.length === 0) return [];
  return [
    {
      caption: `${name}: what is wrong`,
      columns: [{ label: 'Error', text: true }, { label: 'Meaning', text: true }, { label: 'Count' }],
      rows: errors.map(({ label, meaning, count }) => [label, meaning, count]),
    },
  ];
}

function worstTables({ name, judgement: { worst } }: Judged): Table[] {
  if (worst.images.length === 0) return [];
  return [
    {
      caption: `${name}: worst inputs`,
      columns: [{ label: 'Input', text: true }, { label: worst.measure }, { label: 'Remark', text: true }],
      rows: worst.images.map((image) => [image.name, image.value, image.remark]),
    },
  ];
}
