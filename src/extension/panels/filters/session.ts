import path from 'node:path';
import * as vscode from 'vscode';
import { LensError } from '../../../protocol/error';
import type { ExplainInput } from '../../../protocol/explain-document';
import {
  emptyFilters,
  featuresBarred,
  type FiltersDocument,
  type FiltersToPanel,
  type Place,
} from '../../../protocol/filters-panel';
import { none, valueOf } from '../../../protocol/loading';
import { isWeightsName, modelTitle } from '../../../protocol/model-files';
import type { Services } from '../../services';
import { nameOf } from '../../workspace/location';
import { requireTrust } from '../../workspace/trust';
import { reach } from '../../workspace/milestones';
import { DocumentStore, surroundings } from '../document';
import { summaryOf } from '../recipe';
import { layerFor } from './layer';

/** At most so many images side by side. */
const mostImages = 2;

/**
 * The Filters panel without its page: what is shown, and what follows when the layer, the images or the file change.
 */
export class FiltersSession extends DocumentStore<FiltersDocument> {
  /** Feature maps are computed once they have been looked at. */
  private wantsFeatures = false;

  constructor(
    private readonly services: Services,
    post: (message: FiltersToPanel) => void,
  ) {
    super({ ...emptyFilters, ...surroundings() }, post);
  }

  /** Shows a file's layers and the kernels of one, named by its tensor, name or module; the first one by default. */
  async open(model: vscode.Uri, layer?: string): Promise<void> {
    if (this.document.model?.uri === model.toString()) return this.showLayer(layer);
    const place: Place = { uri: model.toString(), name: modelTitle(model.path) };
    const { images, folder } = this.document;
    this.turns.endAll();
    this.change({ ...emptyFilters, images, folder, ...surroundings(model), model: place });
    await this.read(layer);
  }

  /** Takes another layer; kernels and, where they are looked at, feature maps follow. */
  async select(tensor: string): Promise<void> {
    if (tensor === this.document.layer) return;
    this.turns.end('exciting');
    this.change({ layer: tensor, kernels: { state: 'loading' }, features: none, exciting: none });
    await this.readKernels();
    await this.readFeatures();
  }

  /**
   * Reads again what is shown: after an error, or because the file was overwritten. What is there stays until the new
   * is.
   */
  async refresh(): Promise<void> {
    if (this.document.model) await this.read(this.document.layer ?? undefined);
  }

  /** Reads every weight, to say of each layer how it is. */
  async readHealth(): Promise<void> {
    await this.readLayers(true);
  }

  async showFeatures(): Promise<void> {
    this.wantsFeatures = true;
    if (this.document.features.state === 'none') await this.readFeatures();
  }

  async addImages(images: readonly ExplainInput[]): Promise<void> {
    this.change({ images: [...this.document.images.slice(0, mostImages - 1), ...images].slice(-mostImages) });
    await this.readFeatures();
  }

  async removeImage(index: number): Promise<void> {
    this.change({ images: this.document.images.filter((_, i) => i !== index) });
    await this.readFeatures();
  }

  useFolder(folder: vscode.Uri): void {
    this.turns.end('exciting');
    this.change({ folder: { uri: folder.toString(), name: nameOf(folder) }, exciting: none });
  }

  /** Looks through the folder for the images that excite a filter most; an older search ends. */
  async excite(filter: number): Promise<void> {
    const { layer, folder } = this.document;
    if (!layer || !folder) return;
    await this.ask('exciting', async (signal, tell) => {
      requireTrust();
      const [model, place] = await Promise.all([
        this.modelPath(),
        this.services.files.pathOf(vscode.Uri.parse(folder.uri)),
      ]);
      const onEvent = (event: { done: number; of: number }): void => tell({ state: 'loading', ...event });
      const found = await this.services.engine.call(
        'filters.images',
        { model, layer, filter, folder: place },
        { signal, onEvent },
      );
      const images = found.images.map((image) => ({ ...image, input: path.normalize(image.input) }));
      return { ...found, images, layer, filter, folder };
    });
  }

  cancel(): void {
    this.forget('exciting');
  }

  async trustGranted(): Promise<void> {
    this.change({ trusted: true });
    await this.readFeatures();
  }

  private async showLayer(layer: string | undefined): Promise<void> {
    const layers = valueOf(this.document.layers);
    const tensor = layer && layers && layerFor(layer, layers, this.document.structure);
    if (tensor) await this.select(tensor);
  }

  private async read(layer: string | undefined): Promise<void> {
    await Promise.all([this.readLayers(), this.readStructure(), this.nameModel()]);
    const layers = valueOf(this.document.layers);
    if (!layers) return;
    const tensor = layerFor(layer, layers, this.document.structure);
    this.change({ layer: tensor });
    await this.readKernels();
    await this.readFeatures();
  }

  /** With its folder, where another model of the workspace has the same name. */
  private async nameModel(): Promise<void> {
    const { model } = this.document;
    const name = model && (await this.services.models.titleOf(vscode.Uri.parse(model.uri)));
    if (name && name !== model.name && this.document.model?.uri === model.uri)
      this.change({ model: { ...model, name } });
  }

  private readLayers(health?: boolean): Promise<void> {
    return this.renew('layers', async () => {
      const model = await this.modelPath();
      return this.services.engine.call('filters.layers', {
        model,
        change: true,
        ...(health !== undefined && { health }),
      });
    });
  }

  /** All layers of the graph; files of weights alone have none, and then the list of kernels is all there is. */
  private async readStructure(): Promise<void> {
    const { model } = this.document;
    if (isWeightsName(model?.name ?? '')) return;
    const { engine, log } = this.services;
    const described = await engine
      .call('model.describe', { model: await this.modelPath() })
      .catch((thrown: unknown) => {
        log.debug(`model.describe: ${LensError.from(thrown).message}`);
        return null;
      });
    if (!described || !model) return;
    this.change({ structure: described.layers });
    const recipe = await summaryOf(this.services, vscode.Uri.parse(model.uri), described);
    if (this.document.model?.uri === model.uri) this.change({ recipe });
  }

  private async readKernels(): Promise<void> {
    const { layer } = this.document;
    const known = valueOf(this.document.layers)?.layers.some(({ tensor }) => tensor === layer);
    if (!layer || !known) return this.forget('kernels');
    await this.renew('kernels', async () =>
      this.services.engine.call('filters.kernels', { model: await this.modelPath(), layer, change: true }),
    );
    this.noteHealth();
    if (valueOf(this.document.kernels)) await reach('filtersShown');
  }

  /** The kernels were read whole, so their layer's health is known now. */
  private noteHealth(): void {
    const [kernels, layers] = [valueOf(this.document.kernels), valueOf(this.document.layers)];
    if (!kernels || !layers) return;
    const { tensor, health } = kernels.layer;
    const updated = layers.layers.map((layer) =>
      layer.tensor === tensor && !layer.health ? { ...layer, health } : layer,
    );
    this.change({ layers: { state: 'done', value: { ...layers, layers: updated } } });
  }

  private async readFeatures(): Promise<void> {
    const { layer, images } = this.document;
    if (!this.wantsFeatures) return;
    if (!layer || images.length === 0 || featuresBarred(this.document)) return this.forget('features');
    await this.renew('features', async () => {
      const model = await this.modelPath();
      const inputs = await Promise.all(images.map(({ uri }) => this.services.files.pathOf(vscode.Uri.parse(uri))));
      return this.services.engine.call('filters.features', { model, layer, inputs });
    });
  }

  /** What is shown of a part stays until the answer is there. */
  private renew: DocumentStore<FiltersDocument>['ask'] = (part, question) =>
    this.ask(part, question, this.document[part].state === 'done');

  private modelPath(): Promise<string> {
    return this.services.files.pathOf(vscode.Uri.parse(this.document.model?.uri ?? ''));
  }
}
