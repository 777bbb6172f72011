import type { ModelSummary, EvaluationSummary } from '../../protocol/evaluation-summary';
import type {
  EvaluationCalls,
  EvaluationDocument,
  EvaluationMemo,
  EvaluationSetup,
  EvaluationToHost,
} from '../../protocol/evaluation-panel';
import type { ImageColumns } from '../../protocol/folder';
import type { Loading } from '../../protocol/loading';
import type { Ask, PageCalls, PageToHost } from '../../protocol/page';
import type { ConfusionCell } from '../confusion/matrix';
import type { TableSort } from '../ui/table';

/** Which inputs the list shows. */
export type ImageFilter = 'all' | 'wrong' | 'right';

/** Confidences in (from, to]: a bar of the reliability diagram. */
export interface ConfidenceRange {
  readonly from: number;
  readonly to: number;
}

/** What is looked at; it changes no result and survives a reload. */
export interface EvaluationView {
  readonly model: number;
  /** Whose numbers the list of inputs shows. */
  readonly method: number;
  readonly sorts: Readonly<Record<string, TableSort | null>>;
  readonly filter: ImageFilter;
  readonly cell: ConfusionCell | null;
  readonly confidence: ConfidenceRange | null;
  readonly search: string;
  /** Of a detector's errors: only boxes of this kind. */
  readonly error: string | null;
  /** By which models are put side by side, class by class; null: the usual one. */
  readonly partMeasure: string | null;
  /** Only inputs that bear it. */
  readonly tag: string | null;
  /** Whether parts of metrics are columns, too. */
  readonly parts: boolean;
  /** null: open while there is nothing else to see. */
  readonly setupOpen: boolean | null;
  /** For the host: what brings the panel back. */
  readonly memo: EvaluationMemo | null;
}

export const initialView: EvaluationView = Object.freeze({
  model: 0,
  method: 0,
  sorts: {},
  filter: 'all',
  cell: null,
  confidence: null,
  search: '',
  error: null,
  partMeasure: null,
  tag: null,
  parts: false,
  setupOpen: null,
  memo: null,
});

/** What the components of the Evaluation panel share. */
export interface EvaluationApp {
  readonly document: EvaluationDocument;
  readonly view: EvaluationView;
  /** The numbers of single inputs of the model looked at. */
  readonly images: Loading<ImageColumns>;
  post(message: EvaluationToHost | PageToHost): void;
  readonly ask: Ask<EvaluationCalls & PageCalls>;
  /** Shows what a metric did to come to a number of an input. @param column of the summary */
  showEvidence(name: string, column: number): void;
  setView(changes: Partial<EvaluationView>): void;
  /** Changes the set-up at once and tells the host. */
  choose(changes: Partial<EvaluationSetup>): void;
}

export const isRunning = ({ run }: EvaluationDocument): boolean =>
  run?.state === 'starting' || run?.state === 'running';

/** Results that belong to what is shown. */
export const summaryOf = ({ document: { results } }: EvaluationApp): EvaluationSummary | null =>
  results?.summary ?? null;

/** The model looked at; the first where the one looked at before is gone. */
export function modelIndex(app: EvaluationApp): number {
  return Math.min(app.view.model, (summaryOf(app)?.models.length ?? 1) - 1);
}

export function methodIndex(app: EvaluationApp): number {
  return Math.max(0, Math.min(app.view.method, (summaryOf(app)?.methods.length ?? 1) - 1));
}

export function modelOf(app: EvaluationApp): ModelSummary | undefined {
  return summaryOf(app)?.models[modelIndex(app)];
}

/** How a table keeps its order. */
export function sortingOf(app: EvaluationApp, table: string) {
  return {
    get sort(): TableSort | null {
      return app.view.sorts[table] ?? null;
    },
    onSort: (sort: TableSort | null): void => app.setView({ sorts: { ...app.view.sorts, [table]: sort } }),
  };
}

/** The address of an input's image; null for files a browser does not draw. */
export function imageOf({ document: { folder } }: EvaluationApp, name: string): string | null {
  if (!folder || !/\.(png|jpe?g|webp|bmp|gif|avif)$/i.test(name)) return null;
  return `${folder.base}/${name.split('/').map(encodeURIComponent).join('/')}`;
}
