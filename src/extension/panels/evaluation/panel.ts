import * as vscode from 'vscode';
import type { EvaluationMemo, EvaluationToHost, EvaluationToPanel } from '../../../protocol/evaluation-panel';
import type { Handlers } from '../../../protocol/handlers';
import type { Services } from '../../services';
import { saveFiles } from '../../workspace/output';
import { manageTrust } from '../../workspace/trust';
import type { PanelKind } from '../kind';
import { pageOptions, showPage, type Post } from '../page';
import { openReport } from './reports';
import { EvaluationSession, type EvaluationSubject } from './session';
import { askForSuite, suiteText } from './suiteFile';

const viewType = 'saliencyLens.evaluation';
const run = (id: string) => async (): Promise<void> =>
  void (await vscode.commands.executeCommand(`saliency-lens.${id}`));
const commands = Object.freeze({ showLog: run('showLog'), evaluateFolder: run('evaluateFolder'), manageTrust });

/** A panel about one folder, or one suite: its page, its session, and the messages between them. */
export class EvaluationPanel {
  /** Open panels by the address of their suite or folder. */
  private static readonly shown = new Map<string, EvaluationPanel>();
  readonly session: EvaluationSession;
  private readonly post: Post<EvaluationToPanel>;
  private firstLoaded!: () => void;
  private readonly handlers: Handlers<EvaluationToHost> = {
    ready: () => this.loaded(),
    setup: ({ setup }) => this.session.choose(setup),
    inspect: () => this.session.inspect(),
    run: () => this.session.run(),
    cancel: () => this.session.cancel(),
    retry: () => this.session.retry(),
    images: ({ model, method }) => this.session.images(model, method),
    explain: ({ name, model }) => this.withModel(model, 'explainImage', this.fileOf(name)),
    compare: ({ names, model }) =>
      this.withModel(
        model,
        'compareMethods',
        names.map((name) => this.fileOf(name)),
      ),
    report: ({ format }) => openReport(this.out, format),
    reveal: () => vscode.commands.executeCommand('revealFileInOS', vscode.Uri.joinPath(this.out, 'summary.json')),
    saveSuite: ({ elsewhere }) => this.saveSuite(elsewhere),
    difference: () => this.session.compareRuns(this.session.document.difference === null),
    table: ({ name, csv, to }) => this.export(name, csv, to),
    file: ({ list, key, name }) => this.pickFile(list, key, name),
    command: ({ command }) => commands[command](),
  };

  /** Shows a folder or suite in the panel that is open for it, or in a new one. */
  static async show(services: Services, subject: EvaluationSubject): Promise<EvaluationPanel> {
    const key = keyOf(subject);
    const open = EvaluationPanel.shown.get(key);
    if (open) {
      open.webviewPanel.reveal();
      if (!subject.suite) return open;
    }
    const { extensionUri } = services.context;
    const create = (): vscode.WebviewPanel =>
      vscode.window.createWebviewPanel(
        viewType,
        vscode.l10n.t('Evaluate'),
        vscode.ViewColumn.Active,
        pageOptions(extensionUri, []),
      );
    const panel = open ?? new EvaluationPanel(services, create(), key);
    await panel.session.open(subject);
    return panel;
  }

  /** Brings a panel back after a window reload. */
  static restore(services: Services, webviewPanel: vscode.WebviewPanel, state: unknown): void {
    const memo = (state as { readonly memo?: EvaluationMemo } | undefined)?.memo;
    const subject = memo && {
      folder: vscode.Uri.parse(memo.folder),
      suite: memo.suite === null ? undefined : vscode.Uri.parse(memo.suite),
    };
    const panel = new EvaluationPanel(services, webviewPanel, subject ? keyOf(subject) : '');
    // Not awaited: VS Code loads the page only after this has returned, and the session waits for the page.
    if (memo) void panel.session.restore(memo);
  }

  private constructor(
    private readonly services: Services,
    private readonly webviewPanel: vscode.WebviewPanel,
    key: string,
  ) {
    EvaluationPanel.shown.set(key, this);
    const loaded = new Promise<void>((resolve) => (this.firstLoaded = resolve));
    this.session = new EvaluationSession(
      services,
      (message) => this.tell(message),
      (folder) => this.admit(folder),
      loaded,
    );
    this.post = showPage(services, 'evaluation', webviewPanel, this.handlers);
    const watching = vscode.workspace.onDidGrantWorkspaceTrust(() => void this.session.retry());
    webviewPanel.onDidDispose(() => {
      EvaluationPanel.shown.delete(key);
      this.firstLoaded();
      this.session.dispose();
      watching.dispose();
    });
  }

  private get out(): vscode.Uri {
    return vscode.Uri.file(this.session.document.setup?.out ?? '');
  }

  private tell(message: EvaluationToPanel): void {
    const { folder, suite } = this.session.document;
    const name = suite?.name ?? folder?.name;
    if (name) this.webviewPanel.title = vscode.l10n.t('Evaluate {0}', name);
    this.post(message);
  }

  /** A page that has loaded, for the first time or again, is told everything there is by now. */
  private async loaded(): Promise<void> {
    await this.session.tellAll();
    this.firstLoaded();
  }

  /**
   * Lets the page load images of a folder; other options would load the page anew, so they stay where they allow it.
   */
  private admit(folder: vscode.Uri): string {
    const { webview } = this.webviewPanel;
    if (vscode.workspace.getWorkspaceFolder(folder)) return webview.asWebviewUri(folder).toString();
    const { localResourceRoots = [], ...options } = pageOptions(this.services.context.extensionUri, []);
    webview.options = { ...options, localResourceRoots: [...localResourceRoots, folder] };
    return webview.asWebviewUri(folder).toString();
  }

  private fileOf(name: string): vscode.Uri {
    return vscode.Uri.joinPath(vscode.Uri.parse(this.session.document.folder?.uri ?? ''), name);
  }

  /** Runs a command on files, explained by a model of the results. */
  private async withModel(model: number, command: string, files: vscode.Uri | vscode.Uri[]): Promise<void> {
    const used = this.session.document.results?.summary.models[model];
    if (used) await this.services.models.use(vscode.Uri.file(used.path));
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

  private async export(name: string, csv: string, to: 'clipboard' | 'file'): Promise<void> {
    if (to === 'file') return saveFiles(this.out, [{ name: `${name}.csv`, text: csv }]);
    await vscode.env.clipboard.writeText(csv);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied as CSV'), 3000);
  }

  private async pickFile(list: 'methods' | 'metrics', key: string, name: string): Promise<void> {
    const filters = { [vscode.l10n.t('Images and arrays')]: ['npy', 'png', 'jpg', 'jpeg'] };
    const [picked] = (await vscode.window.showOpenDialog({ filters })) ?? [];
    if (picked) await this.session.setFile(list, key, name, await this.services.files.pathOf(picked));
  }
}

function keyOf({ folder, suite }: EvaluationSubject): string {
  return String(suite ?? folder);
}

export const evaluationPanel: PanelKind = {
  viewType,
  restore: async (services, panel, state) => EvaluationPanel.restore(services, panel, state),
};
