import * as vscode from 'vscode';
import type { ComparedModel, ComparisonToHost, ComparisonToPanel } from '../../../protocol/comparison-panel';
import type { ExplainInput, MethodChoice } from '../../../protocol/explain-panel';
import type { Handlers } from '../../../protocol/handlers';
import type { OutputFile } from '../../../protocol/output';
import type { Services } from '../../services';
import { nameOf } from '../../workspace/location';
import { findModels } from '../../workspace/models';
import { outputFolder, saveFiles, stem } from '../../workspace/output';
import { manageTrust } from '../../workspace/trust';
import { pickerOf } from '../explain/choices';
import { inputOf, pickInputs } from '../explain/inputs';
import type { PanelKind } from '../kind';
import { pageOptions, showPage, type Post } from '../page';
import { Snapshot } from '../snapshot';
import { imagesIn } from './images';
import type { MadeMaps } from './maps';
import { ComparisonSession, type StoredComparison } from './session';

const viewType = 'saliencyLens.comparison';
const snapshotIn = ({ context }: Services): Snapshot<StoredComparison> =>
  new Snapshot(context.storageUri, 'comparison');

/** What to compare; what is left out is taken from what was chosen last. */
export interface ComparisonRequest {
  /** Images, or folders of them. */
  readonly files: readonly vscode.Uri[];
  readonly models: readonly vscode.Uri[];
  readonly choices?: readonly MethodChoice[];
  readonly target?: string | number | null;
  /** Maps of the only image, already made. */
  readonly given?: MadeMaps;
}

/** The one comparison panel: its page, its session, and the messages between them. */
export class ComparisonPanel {
  private static shown: ComparisonPanel | undefined;
  private readonly session: ComparisonSession;
  private readonly post: Post<ComparisonToPanel>;
  private readonly handlers: Handlers<ComparisonToHost> = {
    ready: () => this.post({ kind: 'document', document: this.session.document }),
    run: () => this.session.run(),
    cancel: () => this.session.cancel(),
    choose: ({ choices }) => this.session.open({ choices }),
    target: ({ target }) => this.session.open({ target }),
    select: ({ index }) => this.session.select(index),
    pick: ({ what }) => this.pickers[what](),
    file: ({ method, name }) => this.pickFile(method, name),
    explain: ({ index }) => this.explain(index),
    copy: ({ text }) => vscode.env.clipboard.writeText(text),
    export: ({ files }) => this.export(files),
    command: ({ command }) => (command === 'manageTrust' ? manageTrust() : this.services.log.show()),
  };
  private readonly pickers: Readonly<Record<Extract<ComparisonToHost, { kind: 'pick' }>['what'], () => Promise<void>>> =
    {
      images: async () => this.useFiles(await pickInputs(this.place(), true)),
      folder: async () =>
        this.useFiles(
          (await vscode.window.showOpenDialog({
            canSelectFolders: true,
            canSelectFiles: false,
            defaultUri: this.place(),
          })) ?? [],
        ),
      models: () => this.pickModels(),
    };

  static async show(
    services: Services,
    { files, models, choices, target = null, given }: ComparisonRequest,
  ): Promise<void> {
    const options = pageOptions(services.context.extensionUri, files);
    const title = vscode.l10n.t('Compare Methods');
    const panel =
      ComparisonPanel.shown ??
      new ComparisonPanel(
        services,
        vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active, options),
        files,
      );
    panel.webviewPanel.webview.options = options;
    panel.webviewPanel.reveal();
    const inputs = await panel.inputsOf(files);
    const picker = await panel.pickerFor(inputs);
    await panel.session.open(
      { inputs, models: models.map(modelOf), ...picker, ...(choices && { choices }), target },
      given,
    );
  }

  /** Brings the panel back after a window reload. */
  static async restore(services: Services, webviewPanel: vscode.WebviewPanel): Promise<void> {
    const stored = await snapshotIn(services).load();
    const files = (stored?.document.inputs ?? []).map(({ uri }) => vscode.Uri.parse(uri));
    const panel = new ComparisonPanel(services, webviewPanel, files);
    if (stored)
      await panel.session.restore(
        stored,
        files.map((file) => inputOf(file, webviewPanel.webview)),
      );
  }

  static modelChanged(model: vscode.Uri): void {
    void ComparisonPanel.shown?.session.modelChanged(model);
  }

  private constructor(
    private readonly services: Services,
    private readonly webviewPanel: vscode.WebviewPanel,
    files: readonly vscode.Uri[],
  ) {
    ComparisonPanel.shown = this;
    this.session = new ComparisonSession(services, snapshotIn(services), (message) => this.post(message));
    this.post = showPage(services, 'comparison', webviewPanel, this.handlers, files);
    const trust = vscode.workspace.onDidGrantWorkspaceTrust(() => void this.useInputs(this.session.document.inputs));
    webviewPanel.onDidDispose(() => {
      ComparisonPanel.shown = undefined;
      this.session.dispose();
      trust.dispose();
    });
  }

  private async inputsOf(files: readonly vscode.Uri[]): Promise<ExplainInput[]> {
    return (await imagesIn(files)).map((file) => inputOf(file, this.webviewPanel.webview));
  }

  /** Where a dialog begins: where the images lie. */
  private place(): vscode.Uri | undefined {
    const [first] = this.session.document.inputs;
    return first ? vscode.Uri.joinPath(vscode.Uri.parse(first.uri), '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  }

  private async useFiles(files: readonly vscode.Uri[]): Promise<void> {
    if (files.length === 0) return;
    this.webviewPanel.webview.options = pageOptions(this.services.context.extensionUri, files);
    await this.useInputs(await this.inputsOf(files));
  }

  /** Compares other images by what was chosen before, or else by what was chosen last in this workspace. */
  private async useInputs(inputs: readonly ExplainInput[]): Promise<void> {
    const known = this.session.document.methods.length > 0;
    await this.session.open({ inputs, ...(known ? {} : await this.pickerFor(inputs)) });
  }

  /** Methods are asked for only in a trusted workspace. */
  private async pickerFor(inputs: readonly ExplainInput[]): Promise<Partial<Awaited<ReturnType<typeof pickerOf>>>> {
    return inputs.length > 0 && vscode.workspace.isTrusted ? pickerOf(this.services, inputs[0]) : {};
  }

  private async pickModels(): Promise<void> {
    const chosen = new Set(this.session.document.models.map(({ uri }) => uri));
    const items = (await findModels()).map((uri) => ({
      uri,
      label: nameOf(uri),
      description: vscode.workspace.asRelativePath(uri),
      picked: chosen.has(uri.toString()),
    }));
    const title = vscode.l10n.t('Models to Compare');
    const picked = await vscode.window.showQuickPick(items, { title, canPickMany: true, matchOnDescription: true });
    if (picked) await this.session.open({ models: picked.map(({ uri }) => modelOf(uri)), labels: [] });
  }

  private async pickFile(method: string, name: string): Promise<void> {
    const [picked] =
      (await vscode.window.showOpenDialog({
        filters: { [vscode.l10n.t('Images and arrays')]: ['npy', 'png', 'jpg', 'jpeg'] },
      })) ?? [];
    if (!picked) return;
    const path = await this.services.files.pathOf(picked);
    const { choices } = this.session.document;
    await this.session.open({
      choices: choices.map((choice) =>
        choice.method === method ? { ...choice, params: { ...choice.params, [name]: path } } : choice,
      ),
    });
  }

  private async explain(index: number): Promise<void> {
    const { inputs, models } = this.session.document;
    if (models.length > 0) await this.services.models.use(vscode.Uri.parse(models[0].uri));
    await vscode.commands.executeCommand('saliency-lens.explainImage', vscode.Uri.parse(inputs[index].uri));
  }

  /** Into `<output folder>/<image or folder>-comparison`. */
  private async export(files: readonly OutputFile[]): Promise<void> {
    const { inputs, current } = this.session.document;
    if (inputs.length === 0) return;
    const first = vscode.Uri.parse(inputs[current ?? 0].uri);
    const name = current === null ? nameOf(vscode.Uri.joinPath(first, '..')) : stem(inputs[current].name);
    await saveFiles(outputFolder(first, `${name}-comparison`), files);
  }
}

function modelOf(uri: vscode.Uri): ComparedModel {
  return { uri: uri.toString(), name: nameOf(uri) };
}

export const comparisonPanel: PanelKind = {
  viewType,
  restore: (services, panel) => ComparisonPanel.restore(services, panel),
  modelChanged: (model) => ComparisonPanel.modelChanged(model),
};
