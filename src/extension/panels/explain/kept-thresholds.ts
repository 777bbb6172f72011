import * as vscode from 'vscode';
import { readSidecar, writeSidecar } from '../../workspace/sidecar';
import type { ExplainStore } from './store';

/** Thresholds of labels that the panel writes into a sidecar: no map and no probability depends on them. */
export class KeptThresholds {
  /** The recipe as it was written last; null once its change was heard of. */
  private recipe: string | null = null;

  constructor(private readonly store: ExplainStore) {}

  /** Writes down from which probability on labels count as given. */
  async write(thresholds: readonly number[]): Promise<void> {
    const { model: shown, prediction } = this.store.document;
    if (!shown || !prediction) return;
    const model = vscode.Uri.parse(shown.uri);
    const recipe = { ...(await readSidecar(model)), thresholds };
    this.recipe = JSON.stringify(recipe);
    await writeSidecar(model, recipe);
    const predictions = prediction.predictions.map((label) => ({ ...label, threshold: thresholds[label.index] }));
    this.store.change({ prediction: { ...prediction, predictions } });
  }

  /** Whether a change of the model that is heard of now is no more than that. */
  async wrote(): Promise<boolean> {
    const { recipe } = this;
    const { model } = this.store.document;
    if (!model) return false;
    this.recipe = null;
    return recipe !== null && JSON.stringify(await readSidecar(vscode.Uri.parse(model.uri))) === recipe;
  }
}
