import * as vscode from 'vscode';
import type { Handlers } from '../../../protocol/handlers';
import type { OutputFile } from '../../../protocol/output';
import type {
  ScatteringCommand,
  ScatteringSubject,
  ScatteringToHost,
  ScatteringToPanel,
} from '../../../protocol/scattering-panel';
import type { Services } from '../../services';
import { outputFolder, saveFiles, stem } from '../../workspace/output';
import { firstImage } from '../../workspace/images';
import { manageTrust } from '../../workspace/trust';
import { columnBeside } from '../column';
import { inputOf, pickInputs } from '../explain/inputs';
import type { PanelKind } from '../kind';
import { pageOptions, showPage, type Post } from '../page';
import { ScatteringSession } from './session';

const viewType = 'saliencyLens.scattering';

/** The one ScatNet panel: its page, its session, and the messages between them. */
export class ScatteringPanel {
  private static shown: ScatteringPanel | undefined;
  private readonly session: ScatteringSession;
  private readonly post: Post<ScatteringToPanel>;
  private readonly handlers: Handlers<ScatteringToHost> = {
    ready: () => this.post({ kind: 'document', document: this.session.document }),
    retry: () => this.session.retry(),
    settings: ({ settings }) => this.session.set(settings),
    coefficients: () => this.showCoefficients(),
    pickImage: () => this.pickImage(),
    copy: ({ text }) => vscode.env.clipboard.writeText(text),
    export: ({ files }) => this.export(files),
    command: ({ command }) => this.commands[command](),
  };
  private readonly commands: Readonly<Record<ScatteringCommand, () => unknown>> = {
    manageTrust,
    showLog: () => this.services.log.show(),
  };

  /** Shows the panel, with the coefficients of `image` if one is given. */
  static async show(services: Services, image?: vscode.Uri): Promise<void> {
    const panel = ScatteringPanel.shown ?? ScatteringPanel.create(services);
    panel.webviewPanel.reveal();
    if (panel.session.document.bank.state === 'none') await panel.session.retry();
    if (!image) return;
    await panel.use(image);
    panel.post({ kind: 'look', view: 'coefficients' }, 'keep');
  }

  /** Brings the panel back after a window reload, from what its page kept. */
  static async restore(services: Services, webviewPanel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const panel = new ScatteringPanel(services, webviewPanel);
    const subject = (state as { readonly subject?: ScatteringSubject } | undefined)?.subject;
    if (subject?.image) await panel.use(vscode.Uri.parse(subject.image));
    await panel.session.set(subject?.settings ?? panel.session.document.settings);
  }

  private static create(services: Services): ScatteringPanel {
    const options = pageOptions(services.context.extensionUri, []);
    return new ScatteringPanel(
      services,
      vscode.window.createWebviewPanel(viewType, vscode.l10n.t('ScatNet'), columnBeside(), options),
    );
  }

  private constructor(
    private readonly services: Services,
    private readonly webviewPanel: vscode.WebviewPanel,
  ) {
    ScatteringPanel.shown = this;
    this.session = new ScatteringSession(services, (message) => this.post(message));
    this.post = showPage(services, 'scattering', webviewPanel, this.handlers);
    const trust = vscode.workspace.onDidGrantWorkspaceTrust(() => void this.session.trustGranted());
    webviewPanel.onDidDispose(() => {
      ScatteringPanel.shown = undefined;
      this.session.dispose();
      trust.dispose();
    });
  }

  /** With nothing chosen yet, begins with the image that was explained last. */
  private async showCoefficients(): Promise<void> {
    const { image, trusted } = this.session.document;
    const first = !image && trusted ? await firstImage(this.services.context.workspaceState) : null;
    if (first) await this.use(vscode.Uri.parse(first.uri));
    await this.session.showCoefficients();
  }

  private async use(image: vscode.Uri): Promise<void> {
    const { webview } = this.webviewPanel;
    webview.options = pageOptions(this.services.context.extensionUri, [image]);
    await this.session.use(inputOf(image, webview));
  }

  private async pickImage(): Promise<void> {
    const last = this.session.document.image;
    const [picked] = await pickInputs(last ? vscode.Uri.parse(last.uri) : undefined);
    if (picked) await this.use(picked);
  }

  /** Into `<output folder>/<image>-scattering`. */
  private async export(files: readonly OutputFile[]): Promise<void> {
    const { image } = this.session.document;
    const near = image ? vscode.Uri.parse(image.uri) : vscode.workspace.workspaceFolders?.[0]?.uri;
    if (near) await saveFiles(outputFolder(near, `${image ? `${stem(image.name)}-` : ''}scattering`), files);
  }
}

export const scatteringPanel: PanelKind = {
  viewType,
  restore: (services, panel, state) => ScatteringPanel.restore(services, panel, state),
};
