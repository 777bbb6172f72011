import * as vscode from 'vscode';
import { modelTitle } from '../../protocol/model-files';
import { exists } from './location';
import { reach } from './milestones';
import { findModels, sizeOf } from './models';
import { pickModel } from './picking';
import { ranked } from './ranking';

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

  /** Asks, those most likely meant first; a model elsewhere can be looked for, and the sample be tried. */
  async pick(models?: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
    const items = await this.items(models ?? (await findModels()));
    const picked = await vscode.window.showQuickPick([...items, ...waysOut()], {
      title: vscode.l10n.t('Select Model'),
      placeHolder:
        items.length > 0
          ? vscode.l10n.t('The model whose predictions are explained')
          : vscode.l10n.t('No model was found in this workspace'),
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (picked && 'uri' in picked) return this.use(picked.uri);
    if (picked && 'command' in picked && picked.command) await vscode.commands.executeCommand(picked.command);
    return undefined;
  }

  /** Asks for a model's file, in the workspace or elsewhere. */
  async browse(): Promise<vscode.Uri | undefined> {
    const picked = await pickModel();
    return picked && this.use(picked);
  }

  async use(uri: vscode.Uri): Promise<vscode.Uri> {
    const others = this.used().filter((other) => other.toString() !== uri.toString());
    await this.state.update(key, [uri, ...others].slice(0, remembered).map(String));
    await reach('modelChosen');
    this.changed.fire(uri);
    return uri;
  }

  private used(): vscode.Uri[] {
    return this.state.get<string[]>(key, []).map((text) => vscode.Uri.parse(text));
  }

  private async items(models: readonly vscode.Uri[]): Promise<(vscode.QuickPickItem & { uri: vscode.Uri })[]> {
    return Promise.all(
      (await ranked(models, this.used())).map(async ({ uri, damaged }) => ({
        uri,
        label: modelTitle(uri.path),
        description: damaged ? vscode.l10n.t('no model, or damaged') : await sizeOf(uri),
        detail: vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..')),
      })),
    );
  }
}

/** Below the models of the workspace. */
function waysOut(): (vscode.QuickPickItem & { command?: string })[] {
  return [
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: vscode.l10n.t('Browse for a model…'), command: 'saliency-lens.browseModel', alwaysShow: true },
    { label: vscode.l10n.t('Try the sample'), command: 'saliency-lens.trySample', alwaysShow: true },
  ];
}
