import * as vscode from 'vscode';
import type { Services } from '../services';
import { ModelsProvider, modelsView } from './models/provider';

/** The views of the extension's own side bar. */
export function registerViews(services: Services): vscode.Disposable[] {
  const models = new ModelsProvider(services);
  return [models, vscode.window.createTreeView(modelsView, { treeDataProvider: models, showCollapseAll: true })];
}
