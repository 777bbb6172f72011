import * as vscode from 'vscode';
import { modelTitle, titleBeside } from '../../protocol/model-files';
import { exists } from './location';
import { reach } from './milestones';
import { findModels, sizeOf } from './models';
import { pickModel } from './picking';
import { ranked, type ModelGroup } from './ranking';

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
    if (picked && 'uri' in picked && picked.uri) return this.use(picked.uri);
    if (picked && 'command' in picked && picked.command) await vscode.commands.executeCommand(picked.command);
    return undefined;
  }

  /** What a model is called beside the others of the workspace: with its folder where one has the same name. */
  async titleOf(uri: vscode.Uri): Promise<string> {
    const models = await findModels();
    return titleBeside(
      uri.path,
      models.map(({ path }) => path),
    );
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

  /** The models of the workspace that can be opened, those most likely meant first. */
  async likeliest(): Promise<vscode.Uri[]> {
    const all = await ranked(await findModels(), this.used());
    return all.filter(({ group }) => group !== 'damaged').map(({ uri }) => uri);
  }

  /** With a line above each group that says what it is. */
  private async items(models: readonly vscode.Uri[]): Promise<(vscode.QuickPickItem & { uri?: vscode.Uri })[]> {
    const items = (await ranked(models, this.used())).map(async ({ uri, group }, i, all) => [
      ...(group === all[i - 1]?.group ? [] : [{ label: titleOf(group), kind: vscode.QuickPickItemKind.Separator }]),
      {
        uri,
        label: modelTitle(uri.path),
        description: group === 'damaged' ? vscode.l10n.t('no model, or damaged') : await sizeOf(uri),
        detail: vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..')),
      },
    ]);
    return (await Promise.all(items)).flat();
  }
}

function titleOf(group: ModelGroup): string {
  const titles: Readonly<Record<ModelGroup, string>> = {
    configured: vscode.l10n.t('Recipe written last'),
    used: vscode.l10n.t('Used before'),
    described: vscode.l10n.t('With a recipe'),
    other: vscode.l10n.t('Without a recipe'),
    damaged: vscode.l10n.t('Cannot be opened'),
  };
  return titles[group];
}

/** Below the models of the workspace. */
function waysOut(): (vscode.QuickPickItem & { command?: string })[] {
  return [
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: vscode.l10n.t('Browse for a model…'), command: 'saliency-lens.browseModel', alwaysShow: true },
    { label: vscode.l10n.t('Try the sample'), command: 'saliency-lens.trySample', alwaysShow: true },
  ];
}
