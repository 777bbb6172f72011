import * as vscode from 'vscode';
import type { ModelCatalog } from './catalog';

/** Models outside the workspace that are watched at once. */
const MOST = 20;

/** The models that the engine was asked about last: those that lie outside the workspace are watched, too. */
export class AskedModels {
  private readonly recent = new Map<string, vscode.Uri>();

  constructor(private readonly catalog: ModelCatalog) {}

  /** @param argument of a call of the engine */
  hear(argument: unknown): void {
    const outside = modelsIn(argument).filter((model) => !vscode.workspace.getWorkspaceFolder(model));
    if (outside.length === 0) return;
    for (const model of outside) {
      this.recent.delete(model.toString());
      this.recent.set(model.toString(), model);
    }
    for (const key of [...this.recent.keys()].slice(0, -MOST)) this.recent.delete(key);
    this.catalog.watchOutside(this, [...this.recent.values()]);
  }
}

function modelsIn(argument: unknown): vscode.Uri[] {
  const { model, models } = Object(argument) as Record<string, unknown>;
  const paths = [model, ...(Array.isArray(models) ? (models as unknown[]) : [])];
  return paths.filter((path) => typeof path === 'string').map((path) => vscode.Uri.file(path));
}
