import * as vscode from 'vscode';
import type { EvaluationSetup } from '../../../protocol/evaluation-panel';
import type { Services } from '../../services';
import { nameOf, placeOf } from '../../workspace/location';
import { findModels } from '../../workspace/models';
import { summariesOf } from '../recipe';
import { fittingModel } from './fitting-model';
import type { Results } from './results';
import { withChosen } from './setup';
import type { EvaluationStore } from './store';

/** The models to choose from, the one that suits the folder, and what the chosen ones are like. */
export class OfferedModels {
  constructor(
    private readonly services: Services,
    private readonly store: EvaluationStore,
    private readonly results: Results,
  ) {}

  /** What there is to choose from; the first where nothing is chosen. */
  async list(): Promise<void> {
    const found = await findModels();
    const { setup } = this.store.document;
    if (!setup) return;
    const models = withChosen(found, setup).map((uri) => ({
      uri: uri.toString(),
      name: nameOf(uri),
      place: placeOf(vscode.Uri.joinPath(uri, '..')),
    }));
    this.store.change({
      models,
      searching: false,
      ...(setup.models.length === 0 && found.length > 0 && { setup: { ...setup, models: [String(found[0])] } }),
    });
  }

  /**
   * Takes the model that knows the labels where nobody has chosen one: the one used last, or another. Until it is found
   * none is ticked, so that none is seen to be taken back.
   */
  async fit(): Promise<void> {
    const { folder, setup, models } = this.store.document;
    if (!folder || !setup) return;
    const signal = this.store.turns.begin('fit');
    const open: EvaluationSetup = { ...setup, models: [] };
    this.store.change({ fitting: true, setup: open });
    const offered = [...setup.models, ...(await this.services.models.likeliest()).map(String)];
    const model = await fittingModel(
      this.services.engine,
      vscode.Uri.parse(folder.uri),
      [...new Set(offered)].map((uri) => vscode.Uri.parse(uri)),
      { signal, seen: (inspection) => this.store.change({ inspection }) },
    );
    if (signal.aborted) return;
    const found = model?.toString() ?? setup.models[0] ?? models[0]?.uri;
    const isChosen = this.store.document.setup !== open;
    this.store.change({ fitting: false, ...(!isChosen && found && { setup: { ...open, models: [found] } }) });
  }

  /** Layers to choose from, without which methods choose their own, and the recipes. */
  async describe(): Promise<void> {
    const models = (this.store.document.setup?.models ?? []).map((model) => vscode.Uri.parse(model));
    if (models.length === 0) return this.store.change({ recipes: [] });
    const signal = this.store.turns.begin('models');
    const described = await this.services.engine
      .call('model.describe', { model: models[0].fsPath })
      .catch(() => undefined);
    if (described && !signal.aborted)
      this.store.change({ layers: described.layers, inputRange: described.inputRange ?? null });
    const recipes = await summariesOf(this.services, models);
    if (signal.aborted) return;
    this.store.change({ recipes });
    await this.results.compareSetup();
  }

  /** A model's file or recipe has changed. */
  async changed(model: vscode.Uri): Promise<void> {
    if (this.store.document.setup?.models.includes(model.toString())) await this.describe();
  }
}
