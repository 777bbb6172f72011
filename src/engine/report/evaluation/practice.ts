import type { EvaluationSummary, MetricColumn } from '../../../protocol/evaluation';
import type { Cell, Section, Table } from '../table';

/** One number of a table of practice: which metric, under which parameters, and which part of it. */
interface Entry {
  readonly label: string;
  readonly metric: string;
  readonly part?: string;
  matches?(params: MetricColumn['params']): boolean;
}

interface Form {
  readonly caption: string;
  entries(columns: readonly MetricColumn[]): readonly Entry[];
}

const convention = (id: string) => (params: MetricColumn['params']): boolean => params.convention === id;
const AVERAGE_DROP = 'average-drop';
const ROAD = 'road';

const dropAndIncrease = (where: string, matches: Entry['matches']): Entry[] => [
  { label: `${where}: drop %`, metric: AVERAGE_DROP, matches },
  { label: `${where}: increase %`, metric: AVERAGE_DROP, part: 'increase', matches },
];

/** Tables as papers and theses print them; one whose metrics were not asked for is left out. */
const FORMS: readonly Form[] = Object.freeze<Form[]>([
  {
    caption: 'Confidence with background or subject occluded',
    entries: () => [...dropAndIncrease('Background occluded', convention('occlude-background')), ...dropAndIncrease('Subject occluded', convention('occlude-subject'))],
  },
  {
    caption: 'ROAD: change of the score',
    entries: () => [
      { label: 'Background (least relevant first)', metric: ROAD, part: 'leastRelevantFirst' },
      { label: 'Subject (most relevant first)', metric: ROAD, part: 'mostRelevantFirst' },
      { label: 'Combined', metric: ROAD },
    ],
  },
  { caption: 'Mean IoU', entries: () => [{ label: 'Mean IoU', metric: 'iou' }] },
  {
    caption: 'Confidence at the top k %',
    entries: (columns) => {
      const kept = columns.filter((c) => c.metric === AVERAGE_DROP && c.part === null && c.params.convention === 'keep-top-percent');
      return kept.flatMap(({ params: { percent } }) => dropAndIncrease(`k = ${String(percent)} %`, (params) => convention('keep-top-percent')(params) && params.percent === percent));
    },
  },
  { caption: 'Max-sensitivity', entries: () => [{ label: 'Max-sensitivity', metric: 'max-sensitivity' }] },
]);

export function practiceSection(summary: EvaluationSummary): Section | null {
  const tables = FORMS.map(({ caption, entries }) => tableOf(summary, caption, entries(summary.columns))).filter((table) => table !== null);
  return tables.length > 0 ? { title: 'Tables by method and model', tables } : null;
}

function tableOf({ models, methods, columns, cells }: EvaluationSummary, caption: string, entries: readonly Entry[]): Table | null {
  const known = entries.flatMap(({ label, metric, part = null, matches }) => {
    const column = columns.findIndex((c) => c.metric === metric && c.part === part && (matches?.(c.params) ?? true));
    return column < 0 ? [] : [{ label, column }];
  });
  if (known.length === 0) return null;
  return {
    caption,
    columns: [{ label: 'Method', text: true }, { label: 'Model', text: true }, ...known.map(({ label, column }) => ({ label, hint: columns[column].formula }))],
    rows: methods.flatMap(({ name }, method) =>
      models.map((model, m): Cell[] => [name, model.name, ...known.map(({ column }) => cells.find((c) => c.model === m && c.method === method && c.column === column) ?? null)]),
    ),
  };
}
