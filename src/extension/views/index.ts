import * as vscode from 'vscode';
import type { Services } from '../services';
import { ModelsProvider, modelsView } from './models/provider';
import { RunsProvider, runsView } from './runs/provider';

/** The views of the extension's own side bar. */
export function registerViews(services: Services): vscode.Disposable[] {
  const models = new ModelsProvider(services);
  const runs = new RunsProvider(services);
  const runsTree = vscode.window.createTreeView(runsView, { treeDataProvider: runs, showCollapseAll: true });
  return [
    models,
    vscode.window.createTreeView(modelsView, { treeDataProvider: models, showCollapseAll: true }),
    runs,
    runsTree,
    runsTree.onDidChangeVisibility(({ visible }) => (visible ? runs.refresh() : runs.rest())),
  ];
}
