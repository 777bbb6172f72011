import * as vscode from 'vscode';
import { LensError } from '../../protocol/error';
import type { ExplainInput } from '../../protocol/explain-document';
import { dispatch, type Handlers } from '../../protocol/handlers';
import {
  pageCommands,
  type AnswerToPage,
  type Answers,
  type PageCalls,
  type PageCommand,
  type PageToHost,
} from '../../protocol/page';
import type { Services } from '../services';
import { saveFiles } from '../workspace/output';
import { pickArray } from '../workspace/picking';
import { manageTrust } from '../workspace/trust';
import { inputOf } from './inputs';
import { useLabels } from './recipe';
import { pageHtml } from './page';

type Question = Extract<PageToHost, { readonly kind: 'ask' }>;

/** One panel, apart from its page and its tab. */
export interface Panel {
  /** One for each kind of message that is the panel's own. */
  readonly handlers: Readonly<Record<string, (message: never) => unknown>>;
  /** One for each question that only this panel's page asks. */
  readonly answers?: Readonly<Record<string, (argument: never) => unknown>>;
  /** The page has loaded, for the first time or again, and is to be told everything. */
  ready(): unknown;
  /** Takes up what the page, or the workspace's storage, kept over a reload; VS Code loads the page after that. */
  restore?(state: unknown): unknown;
  trustGranted(): unknown;
  /** A model or its sidecar changed on disk. @param isMeant what is shown of it is to be made anew */
  modelChanged?(model: vscode.Uri, isMeant: boolean): unknown;
  /** Another explainer was learned for a model. */
  explainerChanged?(model: vscode.Uri): unknown;
  /** What makes what is shown without VS Code; empty while nothing is. */
  commandLine?(): string | Promise<string>;
  /** Where files go that the page wants written; undefined while there is nothing to write about. */
  outputFolder?(): vscode.Uri | undefined;
  dispose(): void;
}

/** The tab of one open panel: its page, what is said between the two, and what all panels do alike. */
export class PanelHost<ToPanel> {
  private listening = false;
  private isOpen = true;
  private readonly kept: unknown[] = [];
  private readonly admitted: vscode.Uri[] = [];
  private roots: readonly vscode.Uri[] = [];

  constructor(
    readonly services: Services,
    /** What the panel is about. */
    readonly key: string,
    private readonly webviewPanel: vscode.WebviewPanel,
  ) {
    this.applyOptions();
  }

  /** Loads the page, and answers it until the tab is closed. */
  serve(page: string, panel: Panel): void {
    const { webview } = this.webviewPanel;
    const common: Handlers<PageToHost> = {
      ready: () => {
        this.services.log.debug(`page: ${page} is there`);
        return panel.ready();
      },
      command: ({ command }) => run(command),
      openModel: ({ model, at }) =>
        vscode.commands.executeCommand('saliency-lens.openModelEditor', vscode.Uri.parse(model), at, () => {
          if (this.isOpen) this.reveal();
        }),
      useLabels: ({ model, file }) => useLabels(this.services, vscode.Uri.parse(model), file),
      copy: ({ text }) => copy(text),
      copyCommand: async () => copyCommand((await panel.commandLine?.()) ?? ''),
      saveFiles: async ({ files }) => {
        const folder = panel.outputFolder?.();
        if (folder) await saveFiles(folder, files);
      },
      ask: async (question) => this.send(await this.answer(panel, question)),
    };
    const handlers = { ...panel.handlers, ...common } as Handlers<PageToHost>;
    webview.onDidReceiveMessage((message: PageToHost) =>
      this.attempt(async () => {
        this.listening ||= message.kind === 'ready';
        await dispatch(handlers, message);
        if (this.listening) for (const late of this.kept.splice(0)) this.send(late);
      }),
    );
    this.webviewPanel.onDidChangeViewState(() => (this.listening &&= this.webviewPanel.visible));
    const trust = vscode.workspace.onDidGrantWorkspaceTrust(() => void this.attempt(() => panel.trustGranted()));
    this.webviewPanel.onDidDispose(() => {
      this.isOpen = false;
      trust.dispose();
      panel.dispose();
    });
    this.services.log.debug(`page: ${page} is loaded`);
    webview.html = pageHtml(page, webview, this.services.context.extensionUri);
  }

  /**
   * Posts a message to the page. While there is no page, because it is still loading or hidden, changes are dropped: a
   * page that has loaded says `ready` and is told everything. What would not be said then, a request or a remark, is
   * kept for it.
   */
  post(message: ToPanel, unheard: 'drop' | 'keep' = 'drop'): void {
    if (this.listening) this.send(message);
    else if (unheard === 'keep') this.kept.push(message);
  }

  /** Lets the page load files of folders. Other options load it anew, so they stay where they allow it already. */
  admit(folders: readonly vscode.Uri[]): void {
    const outside = folders.filter((folder) => !this.roots.some((root) => isBelow(folder, root)));
    if (outside.length === 0) return;
    this.admitted.push(...outside);
    this.applyOptions();
  }

  /** The address under which the page loads a file of the workspace or of a folder it was admitted to. */
  addressOf(file: vscode.Uri): string {
    return this.webviewPanel.webview.asWebviewUri(file).toString();
  }

  /** Images as the page shows them, which may load them. @param truths their true classes, as far as they are known */
  inputsOf(files: readonly vscode.Uri[], truths: readonly (string | null | undefined)[] = []): ExplainInput[] {
    this.admit(files.map((file) => vscode.Uri.joinPath(file, '..')));
    return files.map((file, i) => {
      const input = inputOf(file, (thumbnail) => this.addressOf(thumbnail));
      return { ...input, ...(truths[i] && { truth: truths[i] }) };
    });
  }

  /** Where it is shown; undefined while it is hidden. */
  get column(): vscode.ViewColumn | undefined {
    return this.webviewPanel.viewColumn;
  }

  setTitle(title: string): void {
    if (this.webviewPanel.title !== title) this.webviewPanel.title = title;
  }

  reveal(how: (panel: vscode.WebviewPanel) => void = (panel) => panel.reveal()): void {
    how(this.webviewPanel);
  }

  /** What is thrown is logged and shown. */
  async attempt(action: () => unknown): Promise<void> {
    try {
      await action();
    } catch (thrown) {
      const error = LensError.from(thrown);
      this.services.log.error(error.message);
      void vscode.window.showErrorMessage(error.message);
    }
  }

  /** To a page that has asked, or is known to listen. */
  private send(message: unknown): void {
    void this.webviewPanel.webview.postMessage(message);
  }

  private async answer(panel: Panel, { id, name, argument }: Question): Promise<AnswerToPage> {
    const common: Answers<PageCalls> = {
      pickArray: async () => {
        const picked = await pickArray();
        return picked ? this.services.files.pathOf(picked) : null;
      },
      drawFigure: (figure) => this.services.engine.call('figure.draw', figure),
    };
    const answers = new Map(Object.entries({ ...panel.answers, ...common }));
    try {
      const answer = answers.get(name) as ((argument: unknown) => unknown) | undefined;
      if (!answer) throw new LensError({ code: 'internal', what: `no panel answers ${name}` });
      return { kind: 'answer', id, value: await answer(argument) };
    } catch (thrown) {
      const error = LensError.from(thrown);
      if (error.code !== 'cancelled') this.services.log.error(`${name}: ${error.message}`);
      return { kind: 'answer', id, error: error.toReport() };
    }
  }

  private applyOptions(): void {
    const { extensionUri } = this.services.context;
    const folders = vscode.workspace.workspaceFolders?.map(({ uri }) => uri) ?? [];
    this.roots = [vscode.Uri.joinPath(extensionUri, 'dist', 'webview'), ...folders, ...this.admitted];
    this.webviewPanel.webview.options = { enableScripts: true, localResourceRoots: this.roots };
  }
}

const isBelow = (uri: vscode.Uri, root: vscode.Uri): boolean => `${uri.toString()}/`.startsWith(`${root.toString()}/`);

async function run(command: PageCommand): Promise<void> {
  if (command === 'manageTrust') return manageTrust();
  if (pageCommands.includes(command)) await vscode.commands.executeCommand(`saliency-lens.${command}`);
}

/** @throws LensError where there is none */
export async function copyCommand(text: string): Promise<void> {
  if (text !== '') return copy(text);
  throw new LensError({
    code: 'invalid-argument',
    what: vscode.l10n.t('Nothing is shown that a command line could make'),
    next: vscode.l10n.t('Choose an image or a folder first'),
  });
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
}
