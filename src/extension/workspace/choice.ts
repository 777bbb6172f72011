import * as vscode from 'vscode';
import { modelTitle } from '../../protocol/model-files';
import { exists } from './location';
import { findModels, sizeOf } from './models';

const key = 'models.used';
const remembered = 20;

/** Which model is used: the only one, or the one picked; the last used are remembered per workspace. */
export class ModelChoice {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly state: vscode.Memento) {}

  /** The model last used that is still there. */
  async current(): Promise<vscode.Uri | undefined> {
    for (const uri of this.used()) if (await exists(uri)) return uri;
    return undefined;
  }

  /**
   * The model to use: the remembered one, else the only one, else the one the user picks; undefined if none is picked
   * or found.
   */
  async resolve(): Promise<vscode.Uri | undefined> {
    const current = await this.current();
    if (current) return current;
    const models = await findModels();
    if (models.length === 1) return this.use(models[0]);
    return models.length > 1 ? this.pick(models) : undefined;
  }

  /** Asks, last used first. */
  async pick(models?: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
    const items = await this.items(models ?? (await findModels()));
    if (items.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'No model was found in this workspace. Save one into it as .onnx, .keras, .h5, a TensorFlow.js model.json or a SavedModel folder.',
        ),
      );
      return undefined;
    }
    const picked = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Select Model'),
      placeHolder: vscode.l10n.t('The model whose predictions are explained'),
      matchOnDescription: true,
      matchOnDetail: true,
    });
    return picked && this.use(picked.uri);
  }

  async use(uri: vscode.Uri): Promise<vscode.Uri> {
    const others = this.used().filter((other) => other.toString() !== uri.toString());
    await this.state.update(key, [uri, ...others].slice(0, remembered).map(String));
    this.changed.fire(uri);
    return uri;
  }

  private used(): vscode.Uri[] {
    return this.state.get<string[]>(key, []).map((text) => vscode.Uri.parse(text));
  }

  private async items(models: readonly vscode.Uri[]): Promise<(vscode.QuickPickItem & { uri: vscode.Uri })[]> {
    const order = this.used().map(String);
    const rank = (uri: vscode.Uri): number => (order.indexOf(uri.toString()) + order.length + 1) % (order.length + 1);
    const sorted = [...models].sort((a, b) => rank(a) - rank(b));
    return Promise.all(
      sorted.map(async (uri) => ({
        uri,
        label: modelTitle(uri.path),
        description: await sizeOf(uri),
        detail: vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..')),
      })),
    );
  }
}
