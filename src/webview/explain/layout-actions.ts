import type { ExplainToHost } from '../../protocol/explain-panel';
import { isBusy, type ExplainApp, type Layout } from './app';
import { costOfGrid, costOfVersion, sumOfCosts } from './run-cost';

/** What Run and Cancel mean where the maps are shown so. */
interface LayoutActions {
  readonly run: ExplainToHost;
  readonly cancel: ExplainToHost;
  isBusy(app: ExplainApp): boolean;
  /** What Run will cost, human-readable. */
  costOf(app: ExplainApp): string;
}

const actions: Readonly<Record<Layout, LayoutActions>> = Object.freeze({
  cards: { run: { kind: 'run' }, cancel: { kind: 'cancel', card: null }, isBusy, costOf: sumOfCosts },
  grid: {
    run: { kind: 'gridRun' },
    cancel: { kind: 'gridCancel' },
    isBusy: ({ grid }) => grid.busy,
    costOf: costOfGrid,
  },
  versions: {
    run: { kind: 'versionsRun' },
    cancel: { kind: 'versionsCancel' },
    isBusy: ({ versions }) => versions.list.some(({ state }) => state === 'waiting' || state === 'running'),
    costOf: costOfVersion,
  },
});

export const layoutActions = ({ view: { layout } }: ExplainApp): LayoutActions => actions[layout];
