import * as vscode from 'vscode';
import type {
  EvaluationCalls,
  EvaluationMemo,
  EvaluationToHost,
  EvaluationToPanel,
} from '../../../protocol/evaluation-panel';
import type { Handlers } from '../../../protocol/handlers';
import type { Answers } from '../../../protocol/page';
import type { Panel, PanelHost } from '../host';
import { openReport } from './reports';
import { EvaluationSession, type EvaluationSubject } from './session';
import { askForSuite, suiteText } from './suiteFile';

/** A panel about one folder, or one suite: its session, and the messages between it and its page. */
export class EvaluationPanel implements Panel {
  readonly session: EvaluationSession;
  private firstLoaded!: () => void;
  readonly handlers: Handlers<EvaluationToHost> = {
    setup: ({ setup }) => this.session.choose(setup),
    inspect: () => this.session.inspect(),
    run: () => this.session.run(),
    cancel: () => this.session.cancel(),
    retry: () => this.session.retry(),
    explain: ({ name, model }) => this.withModel(model, 'explainImage', this.fileOf(name)),
    compare: ({ names, model }) =>
      this.withModel(
        model,
        'compareMethods',
        names.map((name) => this.fileOf(name)),
      ),
    report: ({ format }) => openReport(this.outputFolder(), format),
    reveal: () =>
      vscode.commands.executeCommand('revealFileInOS', vscode.Uri.joinPath(this.outputFolder(), 'summary.json')),
    saveSuite: ({ elsewhere }) => this.saveSuite(elsewhere),
    difference: () => this.session.compareRuns(this.session.document.difference === null),
  };
  readonly answers: Answers<EvaluationCalls> = { images: (question) => this.session.images(question) };

  constructor(private readonly host: PanelHost<EvaluationToPanel>) {
    const loaded = new Promise<void>((resolve) => (this.firstLoaded = resolve));
    this.session = new EvaluationSession(
      host.services,
      (message) => this.tell(message),
      (folder) => this.admit(folder),
      loaded,
    );
  }

  /** Shows a folder, once, or a suite, read again. */
  async open(subject: EvaluationSubject): Promise<void> {
    if (!this.session.isOpen || subject.suite) await this.session.open(subject);
  }

  /** A page that has loaded, for the first time or again, is told everything there is by now. */
  ready(): void {
    this.session.tellAll();
    this.firstLoaded();
  }

  /** Nobody waits for it: VS Code loads the page only after this has returned, and the session waits for the page. */
  restore(state: unknown): void {
    const memo = (state as { readonly memo?: EvaluationMemo } | undefined)?.memo;
    if (memo) void this.session.restore(memo);
  }

  trustGranted(): Promise<void> {
    return this.session.retry();
  }

  modelChanged(model: vscode.Uri): Promise<void> {
    return this.session.modelChanged(model);
  }

  outputFolder(): vscode.Uri {
    return vscode.Uri.file(this.session.document.setup?.out ?? '');
  }

  dispose(): void {
    this.firstLoaded();
    this.session.dispose();
  }

  private tell(message: EvaluationToPanel): void {
    const { folder, suite } = this.session.document;
    const name = suite?.name ?? folder?.name;
    if (name) this.host.setTitle(vscode.l10n.t('Evaluate {0}', name));
    this.host.post(message);
  }

  /** Lets the page load images of a folder. */
  private admit(folder: vscode.Uri): string {
    this.host.admit([folder]);
    return this.host.addressOf(folder);
  }

  private fileOf(name: string): vscode.Uri {
    return vscode.Uri.joinPath(vscode.Uri.parse(this.session.document.folder?.uri ?? ''), name);
  }

  /** Runs a command on files, explained by a model of the results. */
  private async withModel(model: number, command: string, files: vscode.Uri | vscode.Uri[]): Promise<void> {
    const used = this.session.document.results?.summary.models[model];
    if (used) await this.host.services.models.use(vscode.Uri.file(used.path));
    await vscode.commands.executeCommand(`saliency-lens.${command}`, files);
  }

  private async saveSuite(elsewhere: boolean): Promise<void> {
    const { folder, setup, suite, methods, metrics, sets } = this.session.document;
    if (!folder || !setup) return;
    const place = vscode.Uri.parse(folder.uri);
    const file = suite && !elsewhere ? vscode.Uri.parse(suite.uri) : await askForSuite(place);
    if (!file) return;
    await vscode.workspace.fs.writeFile(
      file,
      new TextEncoder().encode(suiteText(file, place, setup, { methods, metrics, sets })),
    );
    this.session.savedAs(file);
    const open = vscode.l10n.t('Open');
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t('Saved {0}', vscode.workspace.asRelativePath(file)),
      open,
    );
    if (answer === open) await vscode.window.showTextDocument(file);
  }
}
