import type { Ask, PageCalls, PageToHost } from '../../protocol/page';
import type { FoldResult, Measures, NetworkSummary } from '../../protocol/training-result';
import type {
  FoldCurve,
  TrainingDocument,
  TrainingMemo,
  TrainingSetup,
  TrainingToHost,
} from '../../protocol/training-panel';
import type { ConfusionCell } from '../confusion/matrix';
import type { TableSort } from '../ui/table';

/** What was judged: the parts kept out of learning, or what there is to test with. */
export type JudgedPart = 'validation' | 'test';

/** What is looked at; it changes no result and survives a reload. */
export interface TrainingView {
  /** Whose curves, folds and mistakes are shown; its name. */
  readonly network: string | null;
  readonly part: JudgedPart;
  /** Wrong inputs of this fold only. */
  readonly fold: number | null;
  readonly cell: ConfusionCell | null;
  readonly sorts: Readonly<Record<string, TableSort | null>>;
  /** null: open while there is nothing else to see. */
  readonly setupOpen: boolean | null;
  readonly sheetOpen: boolean;
  /** By which the sample-size curve is drawn. */
  readonly sizeMeasure: 'accuracy' | 'f1';
  /** For the host: what brings the panel back. */
  readonly memo: TrainingMemo | null;
}

export const initialView: TrainingView = Object.freeze({
  network: null,
  part: 'validation',
  fold: null,
  cell: null,
  sorts: {},
  setupOpen: null,
  sheetOpen: false,
  sizeMeasure: 'accuracy',
  memo: null,
});

/** What the components of the Training panel share. */
export interface TrainingApp {
  readonly document: TrainingDocument;
  readonly view: TrainingView;
  post(message: TrainingToHost | PageToHost): void;
  readonly ask: Ask<PageCalls>;
  setView(changes: Partial<TrainingView>): void;
  /** Changes the set-up at once and tells the host. */
  choose(changes: Partial<TrainingSetup>): void;
}

export const isRunning = ({ run }: TrainingDocument): boolean => run?.state === 'starting' || run?.state === 'running';

/** Networks that there is something of, by name: of the run, or of the results. */
export function networkNames({ run, results }: TrainingDocument): readonly string[] {
  if (run) return run.started?.networks ?? [];
  return results?.result.networks.map(({ network }) => network) ?? [];
}

/** The network looked at: the chosen one, or the one that is being trained, or the first. */
export function networkName({ document, view }: TrainingApp): string | null {
  const names = networkNames(document);
  if (view.network !== null && names.includes(view.network)) return view.network;
  const now = document.run?.progress?.network;
  return now !== undefined && names.includes(now) ? now : (names[0] ?? null);
}

/** The results of the network looked at; null while a training runs. */
export function summaryOf(app: TrainingApp): NetworkSummary | null {
  if (app.document.run) return null;
  const name = networkName(app);
  return app.document.results?.result.networks.find(({ network }) => network === name) ?? null;
}

/** The curves of the network looked at, fold by fold. */
export function curvesOf(app: TrainingApp): readonly FoldCurve[] {
  const { run } = app.document;
  const name = networkName(app);
  if (run) return run.curves.filter(({ network }) => network === name);
  return (summaryOf(app)?.folds ?? []).map(curveOf(name ?? ''));
}

const curveOf =
  (network: string) =>
  ({ fold, history }: FoldResult): FoldCurve => ({ network, fold, history });

/** What was judged of the network looked at, as far as it was. */
export function partOf(app: TrainingApp): JudgedPart {
  const folds = summaryOf(app)?.folds ?? [];
  const has = (part: JudgedPart): boolean => folds.some(({ confusion }) => confusion[part] !== null);
  const other = app.view.part === 'test' ? 'validation' : 'test';
  return has(app.view.part) || !has(other) ? app.view.part : other;
}

/** The fold whose answers are looked at; null for all, also where the one chosen before is none of these results. */
export function foldOf(app: TrainingApp): number | null {
  const known = summaryOf(app)?.folds.some(({ fold }) => fold === app.view.fold) ?? false;
  return known ? app.view.fold : null;
}

export const MEASURES: readonly (keyof Measures)[] = ['loss', 'accuracy', 'f1'];

/** How a table keeps its order. */
export function sortingOf(app: TrainingApp, table: string) {
  return {
    get sort(): TableSort | null {
      return app.view.sorts[table] ?? null;
    },
    onSort: (sort: TableSort | null): void => app.setView({ sorts: { ...app.view.sorts, [table]: sort } }),
  };
}

/** The address of an input's image; null for files a browser does not draw. */
export function imageOf({ document: { folder } }: TrainingApp, name: string): string | null {
  if (!folder || !/\.(png|jpe?g|webp|bmp|gif|avif)$/i.test(name)) return null;
  return `${folder.base}/${name.split('/').map(encodeURIComponent).join('/')}`;
}
