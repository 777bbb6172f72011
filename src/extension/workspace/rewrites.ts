import * as vscode from 'vscode';
import type { Recipe } from '../../protocol/recipe';
import { writeSidecar } from './sidecar';

/** Recipes that are written on purpose, so that what is shown of their models is made anew. */
export class RecipeRewrites {
  private readonly meant = new Set<string>();

  /** @param changed tells of models that are not watched, because they are outside the workspace */
  constructor(private readonly changed: (model: vscode.Uri) => void) {}

  async write(model: vscode.Uri, recipe: Recipe): Promise<void> {
    this.meant.add(model.toString());
    try {
      await writeSidecar(model, recipe);
    } catch (thrown) {
      this.take(model);
      throw thrown;
    }
    if (!vscode.workspace.getWorkspaceFolder(model)) this.changed(model);
  }

  /** Whether a change that is heard of now was meant so; asked once for each. */
  take(model: vscode.Uri): boolean {
    return this.meant.delete(model.toString());
  }
}
