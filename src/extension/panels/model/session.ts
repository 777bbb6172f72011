import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { LensError } from '../../../protocol/error';
import type { ImportCheck } from '../../../protocol/model';
import { outcomeOf, valueOf } from '../../../protocol/loading';
import {
  emptyModel,
  type ModelDocument,
  type ModelToPanel,
  type PreviewInput,
  type TriedPrediction,
} from '../../../protocol/model-editor';
import type { Raster } from '../../../protocol/raster';
import type { Recipe } from '../../../protocol/recipe';
import type { Services } from '../../services';
import { firstImage } from '../../workspace/images';
import { exists, nameOf, sidecarOf } from '../../workspace/location';
import { readSidecar, writeSidecar } from '../../workspace/sidecar';
import { DocumentStore } from '../document';
import { isCheckable, labelFilesOf } from '../recipe';
import { adopted } from './adopted-check';
import { checkRequest, foldersOf, planOf } from './check-plan';
import { describedBy } from './description';

/** So many of the first classes are told of an image. */
const mostPredictions = 3;

/** The Model editor without its page: reads a model's structure and sidecar, previews and saves recipes. */
export class ModelSession extends DocumentStore<ModelDocument, ModelToPanel> {
  private readonly closing = new AbortController();

  constructor(
    private readonly services: Services,
    readonly uri: vscode.Uri,
    post: (message: ModelToPanel) => void,
  ) {
    const sidecar = { name: nameOf(sidecarOf(uri)), exists: false, faults: [] };
    super({ ...emptyModel, name: nameOf(uri), sidecar, trusted: vscode.workspace.isTrusted }, post);
  }

  /** Reads the file's structure, which runs nothing native, and its sidecar, then shows both. */
  async load(): Promise<void> {
    this.tellAll();
    try {
      const model = await this.services.files.pathOf(this.uri);
      const stored = await outcomeOf(readSidecar(this.uri));
      const recipe = valueOf(stored) ?? {};
      const { description, faults: found } = await describedBy(this.services.engine, { model, recipe, stored: true });
      const faults = stored.state === 'error' ? [{ field: null, error: stored.error }] : found;
      this.change({
        description,
        recipe,
        sidecar: { name: nameOf(sidecarOf(this.uri)), exists: await exists(sidecarOf(this.uri)), faults },
        faults,
        labelFiles: await labelFilesOf(this.services, this.uri, description),
        input: this.document.input ?? (await firstImage(this.services.context.workspaceState)),
        error: null,
        importCheck: description.importCheck ?? null,
      });
      void this.compare();
      const { checkFolder, check, input } = this.document;
      // A check that led to what is written now holds on; another is about a recipe of before.
      if (check.state !== 'done' || !isDeepStrictEqual(check.value.check.recipe, recipe)) this.forget('check');
      if (checkFolder) void this.planCheck([vscode.Uri.parse(checkFolder.uri)]);
      else if (input) void this.planCheck(foldersOf(vscode.Uri.parse(input.uri)));
    } catch (thrown) {
      this.change({ error: LensError.from(thrown).toReport() });
    }
  }

  async trustGranted(): Promise<void> {
    this.change({ trusted: true });
    await this.load();
  }

  useInput(input: vscode.Uri): void {
    this.change({ input: namedOf(input) });
    this.forget('check');
    void this.planCheck(foldersOf(input));
  }

  /** Checks the recipe with images of another folder: who chooses them has asked for it. */
  async checkWith(folder: vscode.Uri): Promise<void> {
    this.forget('check');
    await this.planCheck([folder]);
    await this.check();
  }

  /** Says what a check of the recipe will take, on the first of some folders that has labels. */
  async planCheck(folders: readonly vscode.Uri[]): Promise<void> {
    const { description } = this.document;
    if (!vscode.workspace.isTrusted || !description || !isCheckable(description)) return this.forget('checkPlan');
    this.change({ checkFolder: namedOf(folders[0]) });
    await this.ask('checkPlan', async (signal) => {
      const model = await this.services.files.pathOf(this.uri);
      const { folder, plan } = await planOf(this.services.engine, model, folders, signal);
      if (!signal.aborted) this.change({ checkFolder: namedOf(folder) });
      return plan;
    });
  }

  /** Tries the usual ways of making the input on images of the folder. */
  async check(): Promise<void> {
    const { checkFolder, checkPlan } = this.document;
    if (!checkFolder || checkPlan.state !== 'done') return;
    const { ways: of } = checkPlan.value;
    await this.ask('check', async (signal, tell) => {
      const request = checkRequest(await this.services.files.pathOf(this.uri), vscode.Uri.parse(checkFolder.uri));
      const onEvent = ({ tried: done }: { readonly tried: number }): void => tell({ state: 'loading', done, of });
      return this.services.engine.call('recipe.check', request, { signal, onEvent });
    });
  }

  cancelCheck(): void {
    this.forget('check');
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
    const { description, faults } = await describedBy(engine, { model, recipe }, signal);
    if (!signal.aborted) this.change({ description, faults });
    if (!input || !vscode.workspace.isTrusted || faults.length > 0) return null;
    return engine.call(
      'model.preview',
      { model, input: await files.pathOf(vscode.Uri.parse(input.uri)), recipe },
      { signal },
    );
  }

  /** What the model says of the image chosen under a recipe; null without an image, or where the recipe is wrong. */
  async predict(recipe: Recipe): Promise<TriedPrediction | null> {
    const signal = this.turns.begin('predict');
    const { engine, files } = this.services;
    const { input, faults } = this.document;
    if (!input || !vscode.workspace.isTrusted || faults.length > 0) return null;
    const [model, image] = await Promise.all([files.pathOf(this.uri), files.pathOf(vscode.Uri.parse(input.uri))]);
    const { predictions, link } = await engine.call('input.predict', { model, input: image, recipe }, { signal });
    return { predictions: predictions.slice(0, mostPredictions), link };
  }

  /** Writes a recipe that holds; one that does not is told of and not written. */
  save(recipe: Recipe): Promise<null> {
    return this.write(recipe, (held) => writeSidecar(this.uri, held));
  }

  /** The same, and what is shown of the model elsewhere is made anew. */
  async adopt(recipe: Recipe): Promise<null> {
    await this.write(recipe, (held) => this.services.rewrites.write(this.uri, held));
    const { check, sidecar } = this.document;
    if (check.state === 'done') this.change({ check: { state: 'done', value: adopted(check.value, sidecar.name) } });
    return null;
  }

  private async write(recipe: Recipe, put: (recipe: Recipe) => Promise<void>): Promise<null> {
    const model = await this.services.files.pathOf(this.uri);
    const { description, faults } = await describedBy(this.services.engine, { model, recipe });
    this.change({ description, faults });
    if (faults.length > 0) throw new LensError(faults[0].error);
    await put(recipe);
    this.change({ recipe, sidecar: { ...this.document.sidecar, exists: true, faults } });
    return null;
  }
}

const namedOf = (uri: vscode.Uri): PreviewInput => ({ uri: uri.toString(), name: nameOf(uri) });
