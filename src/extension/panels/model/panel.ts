import * as vscode from 'vscode';
import type { Handlers } from '../../../protocol/handlers';
import type { ModelCalls, ModelToHost, ModelToPanel } from '../../../protocol/model-editor';
import type { Answers } from '../../../protocol/page';
import { shellCommand } from '../../../protocol/shell-command';
import { sidecarOf } from '../../workspace/location';
import { pickFolder, pickImage } from '../../workspace/picking';
import type { Panel, PanelHost } from '../host';
import { ModelSession } from './session';

/** The editor of one model, whose address is its key: its session, and the messages between it and its page. */
export class ModelEditor implements Panel {
  private readonly uri: vscode.Uri;
  private readonly session: ModelSession;
  private back: (() => void) | undefined;
  readonly handlers: Handlers<ModelToHost> = {
    retry: () => this.session.load(),
    pickInput: () => this.pickInput(),
    pickCheckFolder: () => this.pickCheckFolder(),
    check: () => this.session.check(),
    cancelCheck: () => this.session.cancelCheck(),
    explain: () => this.run('explainImage', this.input),
    filters: () => vscode.commands.executeCommand('saliency-lens.openFilters', this.uri),
    evaluate: () => this.run('evaluateFolder'),
    openSidecar: () => vscode.commands.executeCommand('vscode.open', sidecarOf(this.uri)),
  };
  readonly answers: Answers<ModelCalls> = {
    preview: ({ recipe }) => this.session.preview(recipe),
    predict: ({ recipe }) => this.session.predict(recipe),
    save: ({ recipe }) => this.session.save(recipe),
    adopt: async ({ recipe }) => {
      const answer = await this.session.adopt(recipe);
      this.back?.();
      this.back = undefined;
      return answer;
    },
  };

  constructor(private readonly host: PanelHost<ModelToPanel>) {
    this.uri = vscode.Uri.parse(host.key);
    this.session = new ModelSession(host.services, this.uri, (message) => host.post(message));
  }

  ready(): Promise<void> {
    return this.session.load();
  }

  trustGranted(): Promise<void> {
    return this.session.trustGranted();
  }

  async modelChanged(model: vscode.Uri): Promise<void> {
    if (model.toString() === this.host.key) await this.session.load();
  }

  async commandLine(): Promise<string> {
    return shellCommand(['saliency-lens', 'info', await this.host.services.files.pathOf(this.uri)]);
  }

  dispose(): void {
    this.session.dispose();
  }

  /** Starts the check of the recipe. @param back leads to where it was asked for, once what it found is written */
  showCheck(back?: () => void): void {
    this.back = back;
    this.host.post({ kind: 'showCheck' }, 'keep');
  }

  private get input(): vscode.Uri | undefined {
    const { input } = this.session.document;
    return input ? vscode.Uri.parse(input.uri) : undefined;
  }

  private async pickInput(): Promise<void> {
    const purpose = { title: vscode.l10n.t('Choose an Image to Preview'), openLabel: vscode.l10n.t('Preview') };
    const picked = await pickImage(purpose, this.input ?? vscode.Uri.joinPath(this.uri, '..'));
    if (picked) this.session.useInput(picked);
  }

  private async pickCheckFolder(): Promise<void> {
    const { checkFolder } = this.session.document;
    const near = checkFolder ? vscode.Uri.parse(checkFolder.uri) : vscode.Uri.joinPath(this.uri, '..');
    const title = vscode.l10n.t('Choose Images to Check the Recipe With');
    const picked = await pickFolder({ title, openLabel: vscode.l10n.t('Check with These Images') }, near);
    if (picked) await this.session.checkWith(picked);
  }

  /** Runs a command with this model as the one in use. */
  private async run(command: string, argument?: vscode.Uri): Promise<void> {
    await this.host.services.models.use(this.uri);
    await vscode.commands.executeCommand(`saliency-lens.${command}`, argument);
  }
}
