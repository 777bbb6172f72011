import * as vscode from 'vscode';
import type { Handlers } from '../../../protocol/handlers';
import type { ScatteringSubject, ScatteringToHost, ScatteringToPanel } from '../../../protocol/scattering-panel';
import { outputFolder, stem } from '../../workspace/output';
import { pickInputs } from '../../workspace/picking';
import { firstImage } from '../../workspace/images';
import type { Panel, PanelHost } from '../host';
import { scatteringCommand } from './command-line';
import { ScatteringSession } from './session';

/** The one ScatNet panel: its session, and the messages between it and its page. */
export class ScatteringPanel implements Panel {
  private readonly session: ScatteringSession;
  readonly handlers: Handlers<ScatteringToHost> = {
    retry: () => this.session.retry(),
    settings: ({ settings }) => this.session.set(settings),
    coefficients: () => this.showCoefficients(),
    pickImage: () => this.pickImage(),
  };

  constructor(private readonly host: PanelHost<ScatteringToPanel>) {
    this.session = new ScatteringSession(host.services, (message) => host.post(message));
  }

  /** Shows the bank, and the coefficients of `image` if one is given. */
  async open(image: vscode.Uri | undefined): Promise<void> {
    if (this.session.document.bank.state === 'none') await this.session.retry();
    if (!image) return;
    await this.use(image);
    this.host.post({ kind: 'look', view: 'coefficients' }, 'keep');
  }

  ready(): void {
    this.host.post({ kind: 'document', document: this.session.document });
  }

  async restore(state: unknown): Promise<void> {
    const subject = (state as { readonly subject?: ScatteringSubject } | undefined)?.subject;
    if (subject?.image) await this.use(vscode.Uri.parse(subject.image));
    await this.session.set(subject?.settings ?? this.session.document.settings);
  }

  trustGranted(): Promise<void> {
    return this.session.trustGranted();
  }

  commandLine(): Promise<string> {
    return scatteringCommand(this.session.document, this.host.services.files);
  }

  /** `<output folder>/<image>-scattering`. */
  outputFolder(): vscode.Uri | undefined {
    const { image } = this.session.document;
    const near = image ? vscode.Uri.parse(image.uri) : vscode.workspace.workspaceFolders?.[0]?.uri;
    return near && outputFolder(near, `${image ? `${stem(image.name)}-` : ''}scattering`);
  }

  dispose(): void {
    this.session.dispose();
  }

  /** With nothing chosen yet, begins with the image that was explained last. */
  private async showCoefficients(): Promise<void> {
    const { image, trusted } = this.session.document;
    const first = !image && trusted ? await firstImage(this.host.services.context.workspaceState) : null;
    if (first) await this.use(vscode.Uri.parse(first.uri));
    await this.session.showCoefficients();
  }

  private async use(image: vscode.Uri): Promise<void> {
    const [input] = this.host.inputsOf([image]);
    await this.session.use(input);
  }

  private async pickImage(): Promise<void> {
    const last = this.session.document.image;
    const purpose = {
      title: vscode.l10n.t('Choose an Image to Scatter'),
      openLabel: vscode.l10n.t('Show Coefficients'),
    };
    const [picked] = await pickInputs(purpose, last ? vscode.Uri.parse(last.uri) : undefined);
    if (picked) await this.use(picked);
  }
}
