import type * as vscode from 'vscode';
import { readSidecar, writeSidecar } from '../../workspace/sidecar';

/** Thresholds of labels that the panel writes into a sidecar: no map and no probability depends on them. */
export class KeptThresholds {
  /** The recipe as it was written last; null once its change was heard of. */
  private recipe: string | null = null;

  async write(model: vscode.Uri, thresholds: readonly number[]): Promise<void> {
    const recipe = { ...(await readSidecar(model)), thresholds };
    this.recipe = JSON.stringify(recipe);
    await writeSidecar(model, recipe);
  }

  /** Whether a change that is heard of now is no more than that. */
  async wrote(model: vscode.Uri): Promise<boolean> {
    const { recipe } = this;
    this.recipe = null;
    return recipe !== null && JSON.stringify(await readSidecar(model)) === recipe;
  }
}
