import * as vscode from 'vscode';
import type { PartReport, RunReport, TrainedSoFar } from '../../../protocol/parts';
import type { WatchedRun } from '../../runs/watch';

/** A run in parts, by its folder of results. */
export interface RunNode {
  readonly run: vscode.Uri;
}

/** A row below a run: one of its parts. */
export interface PartNode extends RunNode {
  readonly kind: RunReport['kind'];
  readonly part: PartReport;
}

/** A row below a run: a number that was found so far. */
export interface FigureNode extends RunNode {
  readonly name: string;
  readonly value: string;
}

/** A row of the Runs view. */
export type Node = RunNode | PartNode | FigureNode;

/** The run a row belongs to; undefined for anything else, such as a command's missing argument. */
export function runOf(node: unknown): vscode.Uri | undefined {
  if (typeof node !== 'object' || node === null || !('run' in node)) return undefined;
  return node.run instanceof vscode.Uri ? node.run : undefined;
}

/** What all parts of a run have found by now. */
export function figuresOf(run: vscode.Uri, { report, started, table, folds }: WatchedRun): FigureNode[] {
  if (report.kind === 'training') return folds.flatMap((one) => trainedFigures(run, one));
  if (!started || !table) return [];
  const accuracies = table.accuracy.flatMap((accuracy, m) =>
    accuracy === null
      ? []
      : [
          {
            run,
            name: vscode.l10n.t('{0}: accuracy', started.models[m]),
            value: vscode.l10n.t('{0} % of {1}', (100 * accuracy).toFixed(1), table.done),
          },
        ],
  );
  const cells = table.cells.map(({ model, method, column, mean, images }) => ({
    run,
    name: `${started.models[model]}: ${started.methods[method].label}, ${started.columns[column].label}`,
    value: vscode.l10n.t('{0} over {1}', mean.toPrecision(3), images),
  }));
  return [...accuracies, ...cells];
}

/** Accuracies of a network over its folds that have ended. */
function trainedFigures(run: vscode.Uri, { network, folds, validation, test }: TrainedSoFar): FigureNode[] {
  const figure = (name: string, accuracy: number | null): FigureNode[] =>
    accuracy === null
      ? []
      : [{ run, name, value: vscode.l10n.t('{0} % over {1} folds', (100 * accuracy).toFixed(1), folds) }];
  return [
    ...figure(vscode.l10n.t('{0}: validation accuracy', network), validation),
    ...figure(vscode.l10n.t('{0}: test accuracy', network), test),
  ];
}
