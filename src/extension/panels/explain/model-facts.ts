import * as vscode from 'vscode';
import type { ModelInputs } from '../../../protocol/explain-document';
import type { Services } from '../../services';
import { readSidecar } from '../../workspace/sidecar';
import { summaryOf } from '../recipe';
import type { Inquiries } from './inquiries';
import type { ExplainStore } from './store';

/** What is known of the model, and what people state of it; the maps wait for none of it. */
export class ModelFacts {
  constructor(
    private readonly services: Services,
    private readonly store: ExplainStore,
    private readonly inquiries: Inquiries,
  ) {}

  /** Layers, hash and recipe. */
  async describe(path: string): Promise<void> {
    const signal = this.store.turns.begin('describe');
    void this.nameModel();
    const description = await this.inquiries.describe(path);
    const { model } = this.store.document;
    if (!description || !model || signal.aborted) return;
    this.store.change({
      task: description.task,
      layers: description.layers,
      inputRange: description.inputRange ?? null,
      model: { ...model, hash: description.hash },
    });
    const recipe = await summaryOf(this.services, vscode.Uri.parse(model.uri), description);
    if (!signal.aborted) this.store.change({ recipe });
  }

  /** With its folder, where another model of the workspace has the same name. */
  private async nameModel(): Promise<void> {
    const asked = this.store.document.model;
    const name = asked && (await this.services.models.titleOf(vscode.Uri.parse(asked.uri)));
    const { model } = this.store.document;
    if (name && model && model.uri === asked.uri && name !== model.name)
      this.store.change({ model: { ...model, name } });
  }

  /** What there is to state of the inputs beside the image. */
  async askInputs(path: string, signal: AbortSignal): Promise<void> {
    const modelInputs = await this.inquiries.inputs(path, this.store.document.model);
    if (!signal.aborted) this.store.change({ modelInputs });
  }

  /** Writes down what those inputs are; the model is then opened anew. */
  async stateInputs(inputs: ModelInputs['stated']): Promise<void> {
    if (!this.store.document.model) return;
    const model = vscode.Uri.parse(this.store.document.model.uri);
    await this.services.rewrites.write(model, { ...(await readSidecar(model)), inputs });
  }
}
