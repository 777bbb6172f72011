import * as vscode from 'vscode';
import type { PartReport, PartState, RunReport } from '../../../protocol/parts';
import { goesOn, isDone } from '../../runs/watch';
import { nameOf, placeOf } from '../../workspace/location';
import type { FigureNode, PartNode } from './node';

/** How a state is called, and drawn. */
const states: Readonly<Record<PartState, { readonly icon: string; readonly color: string; label(): string }>> = {
  waiting: { icon: 'watch', color: 'charts.yellow', label: () => vscode.l10n.t('waiting') },
  running: { icon: 'play-circle', color: 'charts.blue', label: () => vscode.l10n.t('running') },
  done: { icon: 'pass', color: 'charts.green', label: () => vscode.l10n.t('done') },
  failed: { icon: 'error', color: 'charts.red', label: () => vscode.l10n.t('failed') },
};

const iconOf = (state: PartState): vscode.ThemeIcon =>
  new vscode.ThemeIcon(states[state].icon, new vscode.ThemeColor(states[state].color));

/** A run's row: how its parts are, how many inputs are done, how many per second over all. */
export function runItem(run: vscode.Uri, report: RunReport | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(nameOf(run), vscode.TreeItemCollapsibleState.Expanded);
  const says = report ? factsOf(report) : vscode.l10n.t('looking…');
  item.id = run.toString();
  item.description = says;
  item.tooltip = [placeOf(run), says].join('\n');
  item.iconPath = report ? iconOf(stateOf(report)) : new vscode.ThemeIcon('server');
  item.contextValue = `run.${report?.array ? 'cancellable' : 'other'}`;
  item.accessibilityInformation = { label: `${nameOf(run)}, ${says}` };
  return item;
}

function stateOf(report: RunReport): PartState {
  if (report.parts.some(({ state }) => state === 'failed')) return 'failed';
  if (isDone(report)) return 'done';
  return report.parts.some(({ state }) => state === 'running') ? 'running' : 'waiting';
}

function factsOf(report: RunReport): string {
  const counts = (Object.keys(states) as PartState[]).flatMap((state) => {
    const count = report.parts.filter((part) => part.state === state).length;
    return count > 0 ? [`${count} ${states[state].label()}`] : [];
  });
  const { done, total, rate } = report;
  return [
    ...counts,
    doneOf(report.kind, done, total),
    rate > 0 && goesOn(report) && vscode.l10n.t('{0} per second', rate.toPrecision(3)),
    report.merged && vscode.l10n.t('put together'),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** How far a run or a part is, in what it counts. */
function doneOf(kind: RunReport['kind'], done: number, total: number | null): string {
  if (kind === 'training')
    return total === null ? vscode.l10n.t('{0} epochs done', done) : vscode.l10n.t('{0} of {1} epochs', done, total);
  return total === null ? vscode.l10n.t('{0} inputs done', done) : vscode.l10n.t('{0} of {1} inputs', done, total);
}

/** A part's row: its state, and how far it is or why it failed. */
export function partItem({ run, kind, part }: PartNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Part {0}', part.number));
  const says = partFacts(part, kind);
  item.id = `${run.toString()}#${part.number}`;
  item.description = says;
  item.tooltip = says;
  item.iconPath = iconOf(part.state);
  item.contextValue = 'part';
  item.accessibilityInformation = { label: `${String(item.label)}, ${says}` };
  return item;
}

function partFacts({ state, done, total, rate, error }: PartReport, kind: RunReport['kind']): string {
  return [
    states[state].label(),
    total !== null && doneOf(kind, done, total),
    rate > 0 && vscode.l10n.t('{0} per second', rate.toPrecision(3)),
    error,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The row of a number that was found so far. */
export function figureItem({ run, name, value }: FigureNode): vscode.TreeItem {
  const item = new vscode.TreeItem(name);
  item.id = `${run.toString()}#${name}`;
  item.description = value;
  item.tooltip = vscode.l10n.t('{0}: {1}, so far', name, value);
  item.iconPath = new vscode.ThemeIcon('graph');
  item.contextValue = 'figure';
  return item;
}
