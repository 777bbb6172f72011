import * as vscode from 'vscode';
import { LensError } from '../../../protocol/error';
import type { Handlers } from '../../../protocol/handlers';
import type { ImportCheck } from '../../../protocol/model';
import type { ModelDocument, ModelToHost, ModelToPanel } from '../../../protocol/model-editor';
import type { Recipe } from '../../../protocol/recipe';
import type { Services } from '../../services';
import { exists, nameOf, sidecarOf } from '../../workspace/location';
import { pickImage } from '../../workspace/picking';
import { firstImage } from '../../workspace/images';
import type { Panel, PanelHost } from '../host';
import { readSidecar, writeSidecar } from './sidecar';

/** One open model, whose address is its key: reads its structure and its sidecar, previews and saves recipes. */
export class ModelEditor implements Panel {
  private readonly services: Services;
  private readonly uri: vscode.Uri;
  private document: ModelDocument;
  private previewing = new AbortController();
  private readonly closing = new AbortController();
  readonly handlers: Handlers<ModelToHost> = {
    retry: () => this.load(),
    preview: ({ recipe }) => this.preview(recipe),
    save: ({ recipe }) => this.save(recipe),
    pickInput: () => this.pickInput(),
    explain: () => this.explain(),
    filters: () => vscode.commands.executeCommand('saliency-lens.openFilters', this.uri),
    evaluate: () => this.evaluate(),
    openSidecar: () => vscode.commands.executeCommand('vscode.open', sidecarOf(this.uri)),
  };

  constructor(private readonly host: PanelHost<ModelToPanel>) {
    this.services = host.services;
    this.uri = vscode.Uri.parse(host.key);
    const sidecar = { name: nameOf(sidecarOf(this.uri)), exists: false };
    this.document = {
      name: nameOf(this.uri),
      description: null,
      recipe: {},
      sidecar,
      input: null,
      error: null,
      importCheck: null,
      trusted: vscode.workspace.isTrusted,
    };
  }

  ready(): Promise<void> {
    return this.load();
  }

  trustGranted(): Promise<void> {
    this.change({ trusted: true });
    return this.compare();
  }

  async modelChanged(model: vscode.Uri): Promise<void> {
    if (model.toString() === this.host.key) await this.load();
  }

  /** Reads the file's structure, which runs nothing native, and its sidecar, then shows both. */
  private async load(): Promise<void> {
    this.post({ kind: 'document', document: this.document });
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

  dispose(): void {
    this.closing.abort();
    this.previewing.abort();
  }

  /** What the recipe leaves open is filled in, and the image drawn; an older preview that still runs is cancelled. */
  private async preview(recipe: Recipe): Promise<void> {
    this.previewing.abort();
    const { signal } = (this.previewing = new AbortController());
    const { input } = this.document;
    try {
      const model = await this.services.files.pathOf(this.uri);
      const description = await this.services.engine.call('model.describe', { model, recipe }, { signal });
      if (!signal.aborted) this.change({ description });
      if (!input || !vscode.workspace.isTrusted) return this.post({ kind: 'preview', image: null, error: null });
      const path = await this.services.files.pathOf(vscode.Uri.parse(input.uri));
      const image = await this.services.engine.call('model.preview', { model, input: path, recipe }, { signal });
      if (!signal.aborted) this.post({ kind: 'preview', image, error: null });
    } catch (thrown) {
      if (!signal.aborted) this.post({ kind: 'preview', image: null, error: LensError.from(thrown).toReport() });
    }
  }

  private async save(recipe: Recipe): Promise<void> {
    try {
      await writeSidecar(this.uri, recipe);
      this.post({ kind: 'saved', error: null });
    } catch (thrown) {
      this.post({ kind: 'saved', error: LensError.from(thrown).toReport() });
    }
  }

  private async pickInput(): Promise<void> {
    const { input } = this.document;
    const picked = await pickImage(input ? vscode.Uri.parse(input.uri) : vscode.Uri.joinPath(this.uri, '..'));
    if (picked) this.change({ input: { uri: picked.toString(), name: nameOf(picked) } });
  }

  private async explain(): Promise<void> {
    await this.services.models.use(this.uri);
    const { input } = this.document;
    await vscode.commands.executeCommand('saliency-lens.explainImage', input ? vscode.Uri.parse(input.uri) : undefined);
  }

  private async evaluate(): Promise<void> {
    await this.services.models.use(this.uri);
    await vscode.commands.executeCommand('saliency-lens.evaluateFolder');
  }

  private change(changes: Partial<ModelDocument>): void {
    this.document = { ...this.document, ...changes };
    this.post({ kind: 'update', changes });
  }

  private post(message: ModelToPanel): void {
    this.host.post(message);
  }
}
