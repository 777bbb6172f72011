import * as vscode from 'vscode';
import type { ExplainDocument, ExplainToHost, ExplainToPanel } from '../../../protocol/explain-panel';
import type { Handlers } from '../../../protocol/handlers';
import type { Services } from '../../services';
import { announceFiles } from '../../workspace/output';
import { ComparisonPanel } from '../comparison/panel';
import type { PanelKind } from '../kind';
import { pageOptions, showPage, type Post } from '../page';
import { Snapshot } from '../snapshot';
import { comparisonOf } from './comparing';
import { exportCards } from './exporting';
import { inputOf } from './inputs';
import { masksOf } from './masks';
import { ObjectMasks } from './objects';
import { commandOf } from './requests';
import { ExplainSession } from './session';

const viewType = 'saliencyLens.explain';
const snapshotIn = ({ context }: Services): Snapshot<ExplainDocument> => new Snapshot(context.storageUri, 'explain');

/** The one Explain panel: its page, its session, and the messages between them. */
export class ExplainPanel {
  private static shown: ExplainPanel | undefined;
  private readonly session: ExplainSession;
  private readonly objects: ObjectMasks;
  private readonly post: Post<ExplainToPanel>;
  private readonly handlers: Handlers<ExplainToHost> = {
    ready: () => this.ready(),
    run: () => this.session.runChosen(),
    cancel: ({ card }) => this.session.cancel(card),
    retry: ({ card }) => this.session.retry(card),
    choose: ({ choices, run }) => this.session.choose(choices, run),
    target: ({ target, region }) => this.session.retarget(target, region),
    ladder: () => this.session.climb(),
    paint: ({ mask }) => this.objects.paint(mask),
    saveObject: () => this.objects.save(),
    dropObject: () => this.objects.drop(),
    compare: () => ComparisonPanel.show(this.services, comparisonOf(this.session.document)),
    masks: (message) => this.showMasks(message),
    input: ({ index }) => this.session.select(index),
    file: ({ method, name }) => this.pickFile(method, name),
    export: (message) => this.export(message),
    command: ({ command }) => commandOf(command)(),
  };

  /** The panel, if it is open. */
  static get current(): ExplainPanel | undefined {
    return ExplainPanel.shown;
  }

  /** Shows `files` explained by `model`, in the panel that is open or in a new one. */
  static async show(services: Services, files: readonly vscode.Uri[], model: vscode.Uri | undefined): Promise<void> {
    const options = pageOptions(services.context.extensionUri, files);
    const title = vscode.l10n.t('Explain');
    const column = vscode.ViewColumn.Active;
    const panel =
      ExplainPanel.shown ??
      new ExplainPanel(services, vscode.window.createWebviewPanel(viewType, title, column, options), files);
    panel.webviewPanel.webview.options = options;
    panel.webviewPanel.reveal();
    await panel.session.open(
      files.map((file) => inputOf(file, panel.webviewPanel.webview)),
      model,
    );
  }

  /** Brings the panel back after a window reload. */
  static async restore(services: Services, webviewPanel: vscode.WebviewPanel): Promise<void> {
    const snapshot = await snapshotIn(services).load();
    const files = (snapshot?.inputs ?? []).map(({ uri }) => vscode.Uri.parse(uri));
    const panel = new ExplainPanel(services, webviewPanel, files);
    if (snapshot)
      await panel.session.restore(
        snapshot,
        files.map((file) => inputOf(file, webviewPanel.webview)),
      );
  }

  private constructor(
    private readonly services: Services,
    private readonly webviewPanel: vscode.WebviewPanel,
    files: readonly vscode.Uri[],
  ) {
    ExplainPanel.shown = this;
    this.session = new ExplainSession(services, snapshotIn(services), (message) => this.tell(message));
    this.objects = new ObjectMasks(
      services,
      new Snapshot(services.context.storageUri, 'object'),
      () => this.session.document,
      (message) => this.post(message),
    );
    this.post = showPage(services, 'explain', webviewPanel, this.handlers, files);
    const watching = [
      services.models.onDidChange((model) => void this.session.useModel(model)),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.session.explain()),
    ];
    webviewPanel.onDidDispose(() => {
      ExplainPanel.shown = undefined;
      this.session.dispose();
      this.objects.dispose();
      for (const each of watching) each.dispose();
    });
  }

  /** A model or a sidecar changed on disk. */
  modelChanged(uri: vscode.Uri): void {
    if (this.session.document.model?.uri === uri.toString()) this.session.modelChanged();
  }

  /** Asks the page to draw its cards; it answers with an export message. */
  exportAll(): void {
    this.webviewPanel.reveal();
    this.post({ kind: 'collect' }, 'keep');
  }

  private ready(): void {
    this.session.tellAll();
    this.objects.tell();
  }

  private tell(message: ExplainToPanel): void {
    this.post(message, message.kind === 'notice' ? 'keep' : 'drop');
    this.objects.heard(message);
  }

  private async pickFile(method: string, name: string): Promise<void> {
    const [picked] =
      (await vscode.window.showOpenDialog({
        filters: { [vscode.l10n.t('Images and arrays')]: ['npy', 'png', 'jpg', 'jpeg'] },
      })) ?? [];
    if (picked) this.post({ kind: 'file', method, name, path: await this.services.files.pathOf(picked) }, 'keep');
  }

  private async showMasks(message: Extract<ExplainToHost, { kind: 'masks' }>): Promise<void> {
    const answer = await masksOf(this.services, this.session.document, message);
    if (answer) this.post(answer);
  }

  private async export(message: Extract<ExplainToHost, { kind: 'export' }>): Promise<void> {
    const { folder, names } = await exportCards(this.session.document, message);
    await announceFiles(folder, names);
  }
}

export const explainPanel: PanelKind = {
  viewType,
  restore: (services, panel) => ExplainPanel.restore(services, panel),
  modelChanged: (model) => ExplainPanel.current?.modelChanged(model),
};
