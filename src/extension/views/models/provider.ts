import * as vscode from 'vscode';
import { LensError } from '../../../protocol/error';
import type { Services } from '../../services';
import { explainItem, layerItem, modelItem, noteItem } from './items';
import type { ExplainNode, Node } from './node';

export const modelsView = 'saliencyLens.models';

const explainRow: ExplainNode = { explains: 'an image' };

/**
 * The models of the workspace and, once a model is unfolded, its layers with filters. Runs no model: reading a file's
 * structure is enough.
 */
export class ModelsProvider implements vscode.TreeDataProvider<Node> {
  private readonly changes = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly services: Services) {
    const { catalog, models } = services;
    const refresh = (): void => this.changes.fire();
    this.subscriptions = [catalog.onDidChange(refresh), models.onDidChange(refresh), this.changes];
  }

  async getTreeItem(node: Node): Promise<vscode.TreeItem> {
    if (!(node instanceof vscode.Uri)) return this.rowOf(node);
    const { models } = await this.services.catalog.files();
    const isNode = (uri: vscode.Uri | undefined): boolean => uri?.toString() === node.toString();
    return modelItem(node, { used: isNode(await this.services.models.current()), runs: models.some(isNode) });
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) {
      const { models, weights } = await this.services.catalog.files();
      return [...(models.length > 0 ? [explainRow] : []), ...models, ...weights];
    }
    return node instanceof vscode.Uri ? this.layersOf(node) : [];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async rowOf(node: Exclude<Node, vscode.Uri>): Promise<vscode.TreeItem> {
    if ('explains' in node) return explainItem(await this.services.models.current());
    return 'layer' in node ? layerItem(node) : noteItem(node);
  }

  private async layersOf(model: vscode.Uri): Promise<Node[]> {
    const { engine, files, log } = this.services;
    try {
      const { layers } = await engine.call('filters.layers', { model: await files.pathOf(model), health: false });
      if (layers.length > 0) return layers.map((layer) => ({ model, layer }));
      return [{ model, note: vscode.l10n.t('No layer has filters.') }];
    } catch (thrown) {
      const error = LensError.from(thrown);
      log.error(error.message);
      return [{ model, note: error.message }];
    }
  }
}
