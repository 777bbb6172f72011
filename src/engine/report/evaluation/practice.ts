import type { EvaluationSummary, MetricColumn } from '../../../protocol/evaluation-summary';
import type { Cell, MeanCell, Section, Table } from '../table';

/** One number of a table of practice: which metric, under which parameters, and which part of it. */
interface Entry {
  readonly label: string;
  readonly metric: string;
  readonly part?: string;
  /** For a part, of which the summary marks no best one. */
  readonly largestIsBest?: boolean;
  matches?(params: MetricColumn['params']): boolean;
}

interface Form {
  readonly caption: string;
  entries(columns: readonly MetricColumn[]): readonly Entry[];
}

const convention =
  (id: string) =>
  (params: MetricColumn['params']): boolean =>
    params.convention === id;
const AVERAGE_DROP = 'average-drop';
const ROAD = 'road';

const dropAndIncrease = (where: string, matches: Entry['matches'], largestIsBest: boolean): Entry[] => [
  { label: `${where}: drop %`, metric: AVERAGE_DROP, matches },
  { label: `${where}: increase %`, metric: AVERAGE_DROP, part: 'increase', largestIsBest, matches },
];

/** Tables as papers and theses print them; one whose metrics were not asked for is left out. */
const FORMS: readonly Form[] = Object.freeze<Form[]>([
  {
    caption: 'Confidence with background or subject occluded',
    // Where the subject is gone, a score that rises speaks against the map.
    entries: () => [
      ...dropAndIncrease('Background occluded', convention('occlude-background'), true),
      ...dropAndIncrease('Subject occluded', convention('occlude-subject'), false),
    ],
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
      const kept = columns.filter(
        (c) => c.metric === AVERAGE_DROP && c.part === null && c.params.convention === 'keep-top-percent',
      );
      return kept.flatMap(({ params: { percent } }) =>
        dropAndIncrease(
          `k = ${String(percent)} %`,
          (params) => convention('keep-top-percent')(params) && params.percent === percent,
          true,
        ),
      );
    },
  },
  { caption: 'Max-sensitivity', entries: () => [{ label: 'Max-sensitivity', metric: 'max-sensitivity' }] },
]);

export function practiceSection(summary: EvaluationSummary): Section | null {
  const tables = FORMS.map(({ caption, entries }) => tableOf(summary, caption, entries(summary.columns))).filter(
    (table) => table !== null,
  );
  return tables.length > 0 ? { title: 'Tables by method and model', tables } : null;
}

function tableOf(summary: EvaluationSummary, caption: string, entries: readonly Entry[]): Table | null {
  const { models, methods, columns } = summary;
  const known = entries.flatMap(({ label, metric, part = null, largestIsBest = false, matches }) => {
    const column = columns.findIndex((c) => c.metric === metric && c.part === part && (matches?.(c.params) ?? true));
    return column < 0 ? [] : [{ label, column, largestIsBest }];
  });
  if (known.length === 0) return null;
  const below = known.map(({ column, largestIsBest }) =>
    models.map((_, m) => cellsBelow(summary, m, column, largestIsBest)),
  );
  return {
    caption,
    columns: [
      { label: 'Method', text: true },
      { label: 'Model', text: true },
      ...known.map(({ label, column }) => ({ label, hint: columns[column].formula })),
    ],
    rows: methods.flatMap(({ name }, method) =>
      models.map((model, m): Cell[] => [name, model.name, ...below.map((cells) => cells[m][method])]),
    ),
  };
}

/** The cells of a column and a model, one per method. */
function cellsBelow(
  { methods, cells }: EvaluationSummary,
  model: number,
  column: number,
  largestIsBest: boolean,
): (MeanCell | null)[] {
  const all = methods.map(
    (_, method) => cells.find((c) => c.model === model && c.method === method && c.column === column) ?? null,
  );
  if (!largestIsBest) return all;
  const means = all.flatMap((cell) => cell?.mean ?? []);
  return all.map((cell) => cell && { ...cell, best: means.length > 1 && cell.mean === Math.max(...means) });
}
