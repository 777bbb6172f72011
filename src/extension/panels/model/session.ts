import * as vscode from 'vscode';
import { LensError } from '../../../protocol/error';
import type { ImportCheck } from '../../../protocol/model';
import { emptyModel, type ModelDocument, type ModelToPanel } from '../../../protocol/model-editor';
import type { Raster } from '../../../protocol/raster';
import type { Recipe } from '../../../protocol/recipe';
import type { Services } from '../../services';
import { firstImage } from '../../workspace/images';
import { exists, nameOf, sidecarOf } from '../../workspace/location';
import { DocumentStore } from '../document';
import { readSidecar, writeSidecar } from './sidecar';

/** The Model editor without its page: reads a model's structure and sidecar, previews and saves recipes. */
export class ModelSession extends DocumentStore<ModelDocument, ModelToPanel> {
  private readonly closing = new AbortController();

  constructor(
    private readonly services: Services,
    readonly uri: vscode.Uri,
    post: (message: ModelToPanel) => void,
  ) {
    const sidecar = { name: nameOf(sidecarOf(uri)), exists: false };
    super({ ...emptyModel, name: nameOf(uri), sidecar, trusted: vscode.workspace.isTrusted }, post);
  }

  /** Reads the file's structure, which runs nothing native, and its sidecar, then shows both. */
  async load(): Promise<void> {
    this.tellAll();
    try {
      const model = await this.services.files.pathOf(this.uri);
      const sidecar = { name: nameOf(sidecarOf(this.uri)), exists: await exists(sidecarOf(this.uri)) };
      const recipe = await readSidecar(this.uri);
      const description = await this.services.engine.call('model.describe', { model });
      this.change({
        description,
        recipe,
        sidecar,
        input: this.document.input ?? (await firstImage(this.services.context.workspaceState)),
        error: null,
        importCheck: description.importCheck ?? null,
      });
      void this.compare();
    } catch (thrown) {
      this.change({ error: LensError.from(thrown).toReport() });
    }
  }

  async trustGranted(): Promise<void> {
    this.change({ trusted: true });
    await this.compare();
  }

  useInput(input: vscode.Uri): void {
    this.change({ input: { uri: input.toString(), name: nameOf(input) } });
  }

  /**
   * Compares an imported model with TensorFlow.js, which runs both: after the structure is shown, and in a trusted
   * workspace only.
   */
  private async compare(): Promise<void> {
    const { description, importCheck } = this.document;
    if (!vscode.workspace.isTrusted || importCheck === 'running' || importCheck?.state !== 'pending') return;
    this.change({ importCheck: 'running' });
    const model = await this.services.files.pathOf(this.uri);
    const check = await this.services.engine
      .call('model.check', { model }, { signal: this.closing.signal })
      .catch((thrown: unknown): ImportCheck => {
        const text = vscode.l10n.t('Not checked against TensorFlow.js: {0}', LensError.from(thrown).message);
        return { state: 'unchecked', text };
      });
    // A model written anew in the meantime has a comparison of its own.
    if (this.document.description?.hash === description?.hash) this.change({ importCheck: check });
  }

  override dispose(): void {
    super.dispose();
    this.closing.abort();
  }

  /**
   * What the network sees of the image chosen under a recipe, whose gaps are filled in; an older preview that still runs
   * is cancelled.
   */
  async preview(recipe: Recipe): Promise<Raster | null> {
    const signal = this.turns.begin('preview');
    const { engine, files } = this.services;
    const { input } = this.document;
    const model = await files.pathOf(this.uri);
    const description = await engine.call('model.describe', { model, recipe }, { signal });
    if (!signal.aborted) this.change({ description });
    if (!input || !vscode.workspace.isTrusted) return null;
    return engine.call(
      'model.preview',
      { model, input: await files.pathOf(vscode.Uri.parse(input.uri)), recipe },
      { signal },
    );
  }

  async save(recipe: Recipe): Promise<null> {
    await writeSidecar(this.uri, recipe);
    return null;
  }
}
