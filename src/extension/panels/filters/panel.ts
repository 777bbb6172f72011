import * as vscode from 'vscode';
import type { FiltersCommand, FiltersSubject, FiltersToHost, FiltersToPanel } from '../../../protocol/filters-panel';
import type { Handlers } from '../../../protocol/handlers';
import type { OutputFile } from '../../../protocol/output';
import type { Services } from '../../services';
import { nameOf } from '../../workspace/location';
import { outputFolder, saveFiles, stem } from '../../workspace/output';
import { firstImage } from '../../workspace/images';
import { manageTrust } from '../../workspace/trust';
import { columnBeside, revealBeside } from '../column';
import { inputOf, pickInputs } from '../explain/inputs';
import type { PanelKind } from '../kind';
import { pageOptions, showPage, type Post } from '../page';
import { FiltersSession } from './session';

const viewType = 'saliencyLens.filters';

/** A Filters panel, one per file: its page, its session, and the messages between them. */
export class FiltersPanel {
  private static readonly open = new Set<FiltersPanel>();
  private readonly session: FiltersSession;
  private readonly post: Post<FiltersToPanel>;
  private readonly handlers: Handlers<FiltersToHost> = {
    ready: () => this.post({ kind: 'document', document: this.session.document }),
    retry: () => this.session.refresh(),
    layer: ({ tensor }) => this.session.select(tensor),
    health: () => this.session.readHealth(),
    features: () => this.showFeatures(),
    addImage: () => this.addImage(),
    removeImage: ({ index }) => this.session.removeImage(index),
    pickFolder: () => this.pickFolder(),
    excite: ({ filter }) => this.session.excite(filter),
    cancel: () => this.session.cancel(),
    open: ({ path }) => vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path)),
    copy: ({ text }) => vscode.env.clipboard.writeText(text),
    export: ({ files }) => this.export(files),
    command: ({ command }) => this.commands[command](),
  };
  private readonly commands: Readonly<Record<FiltersCommand, () => unknown>> = {
    manageTrust,
    showLog: () => this.services.log.show(),
    openModel: () => vscode.commands.executeCommand('saliency-lens.openFilters'),
  };

  /** Shows a file's filters beside the code, in its panel if it has one; `layer` is a tensor, a name or a module. */
  static async show(services: Services, model: vscode.Uri, layer?: string): Promise<void> {
    const known = [...FiltersPanel.open].find(({ session }) => session.document.model?.uri === model.toString());
    const panel = known ?? FiltersPanel.create(services, model);
    if (known) revealBeside(known.webviewPanel);
    await panel.session.open(model, layer);
  }

  /** Brings a panel back after a window reload, from what its page kept. */
  static async restore(services: Services, webviewPanel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const subject = (state as { readonly subject?: FiltersSubject } | undefined)?.subject;
    const files = [subject?.model, ...(subject?.images ?? [])].flatMap((text) =>
      text ? [vscode.Uri.parse(text)] : [],
    );
    const panel = new FiltersPanel(services, webviewPanel, files);
    if (!subject) return;
    const [model, ...images] = files;
    if (subject.folder) panel.session.useFolder(vscode.Uri.parse(subject.folder));
    await panel.session.addImages(images.map((image) => inputOf(image, webviewPanel.webview)));
    await panel.session.open(model, subject.layer ?? undefined);
  }

  /** A model, a file of weights or a sidecar was written. */
  static modelChanged(model: vscode.Uri): void {
    for (const { session } of FiltersPanel.open)
      if (session.document.model?.uri === model.toString()) void session.refresh();
  }

  private static create(services: Services, model: vscode.Uri): FiltersPanel {
    const options = pageOptions(services.context.extensionUri, [model]);
    return new FiltersPanel(services, vscode.window.createWebviewPanel(viewType, '', columnBeside(), options), [model]);
  }

  private constructor(
    private readonly services: Services,
    private readonly webviewPanel: vscode.WebviewPanel,
    private readonly files: readonly vscode.Uri[],
  ) {
    FiltersPanel.open.add(this);
    webviewPanel.title = files.length ? vscode.l10n.t('Filters: {0}', nameOf(files[0])) : vscode.l10n.t('Filters');
    this.session = new FiltersSession(services, (message) => this.post(message));
    this.post = showPage(services, 'filters', webviewPanel, this.handlers, files);
    const trust = vscode.workspace.onDidGrantWorkspaceTrust(() => void this.session.trustGranted());
    webviewPanel.onDidDispose(() => {
      FiltersPanel.open.delete(this);
      this.session.dispose();
      trust.dispose();
    });
  }

  /** With nothing chosen yet, begins with the image that was explained last. */
  private async showFeatures(): Promise<void> {
    const { images, trusted } = this.session.document;
    const first = images.length === 0 && trusted ? await firstImage(this.services.context.workspaceState) : null;
    await this.session.showFeatures();
    if (first) await this.addInputs([vscode.Uri.parse(first.uri)]);
  }

  private async addImage(): Promise<void> {
    const last = this.session.document.images.at(-1);
    const picked = await pickInputs(last ? vscode.Uri.parse(last.uri) : undefined, true);
    if (picked.length > 0) await this.addInputs(picked);
  }

  private async addInputs(files: readonly vscode.Uri[]): Promise<void> {
    const { webview } = this.webviewPanel;
    const known = this.session.document.images.map(({ uri }) => vscode.Uri.parse(uri));
    webview.options = pageOptions(this.services.context.extensionUri, [...this.files, ...known, ...files]);
    await this.session.addImages(files.map((file) => inputOf(file, webview)));
  }

  private async pickFolder(): Promise<void> {
    const known = this.session.document.folder;
    const defaultUri = known ? vscode.Uri.parse(known.uri) : vscode.workspace.workspaceFolders?.[0]?.uri;
    const openLabel = vscode.l10n.t('Choose Folder');
    const [folder] =
      (await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, defaultUri, openLabel })) ??
      [];
    if (folder) this.session.useFolder(folder);
  }

  /** Into `<output folder>/<model>-filters`. */
  private async export(files: readonly OutputFile[]): Promise<void> {
    const { model } = this.session.document;
    if (!model) return;
    const folder = outputFolder(vscode.Uri.parse(model.uri), `${stem(model.name)}-filters`);
    await saveFiles(folder, files);
  }
}

export const filtersPanel: PanelKind = {
  viewType,
  restore: (services, panel, state) => FiltersPanel.restore(services, panel, state),
  modelChanged: (model) => FiltersPanel.modelChanged(model),
};
