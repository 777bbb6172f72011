import * as vscode from 'vscode';
import type { Command } from '../command';
import type { Services } from '../services';
import { columnBeside, revealAside, revealBeside } from './column';
import { PanelHost, type Panel } from './host';

/** All that the extension has to know about a kind of panel. */
export interface PanelDescriptor<P extends Panel, ToPanel> {
  /**
   * As package.json has them: a panel's in an activation event `onWebviewPanel:<type>`, an editor's among the custom
   * editors.
   */
  readonly viewTypes: readonly string[];
  /** Its bundle in dist/webview, made of src/webview/panels/<page>.ts. */
  readonly page: string;
  /** Shows a file in place of the text editor; its key is the file's address. */
  readonly isEditor?: true;
  /** Title of a new tab about `key`. */
  title?(key: string): string;
  /** Opens beside the code that is being looked at. */
  readonly beside?: true;
  /** What the panel that a page's state belongs to is about. */
  keyOf?(state: unknown): string;
  readonly commands: readonly Command[];
  create(host: PanelHost<ToPanel>): P;
}

interface OpenPanel<P extends Panel> {
  readonly host: Pick<PanelHost<never>, 'key' | 'reveal' | 'attempt'>;
  readonly panel: P;
}

/** A kind of panel with those that are open. A kind that is about nothing in particular has one panel, of the key ''. */
export class PanelKind<P extends Panel = Panel, ToPanel = never> {
  private readonly open = new Set<OpenPanel<P>>();

  constructor(readonly descriptor: PanelDescriptor<P, ToPanel>) {}

  /** Lets VS Code bring panels back after a reload, or open files in the editor. */
  register(services: Services): vscode.Disposable[] {
    const { viewTypes, isEditor } = this.descriptor;
    if (!isEditor)
      return viewTypes.map((type) =>
        vscode.window.registerWebviewPanelSerializer(type, {
          deserializeWebviewPanel: async (webviewPanel, state: unknown) => {
            const panel = this.add(services, webviewPanel, this.descriptor.keyOf?.(state) ?? '');
            await panel.restore?.(state);
          },
        }),
      );
    const provider: vscode.CustomReadonlyEditorProvider = {
      openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
      resolveCustomEditor: ({ uri }, webviewPanel) => void this.add(services, webviewPanel, uri.toString()),
    };
    const options = { supportsMultipleEditorsPerDocument: true };
    return viewTypes.map((type) => vscode.window.registerCustomEditorProvider(type, provider, options));
  }

  /** The open panel about `key`. */
  find(key = ''): P | undefined {
    return this.opened(key)?.panel;
  }

  /**
   * Brings the panel about `key` to the front, a new one where there is none. @param from the column of another panel,
   * beside which it is shown, leaving that the keyboard
   */
  show(services: Services, key = '', from?: vscode.ViewColumn): P {
    const known = this.opened(key);
    if (!known) return this.create(services, key, from !== undefined);
    known.host.reveal(from !== undefined ? revealAside(from) : this.descriptor.beside ? revealBeside : undefined);
    return known.panel;
  }

  /** A model or its sidecar changed on disk; the engine has forgotten the old one. */
  modelChanged(model: vscode.Uri, isMeant: boolean): void {
    for (const { host, panel } of this.open) void host.attempt(() => panel.modelChanged?.(model, isMeant));
  }

  /** Another explainer was learned for a model, or none is there any more. */
  explainerChanged(model: vscode.Uri): void {
    for (const { host, panel } of this.open) void host.attempt(() => panel.explainerChanged?.(model));
  }

  private opened(key: string): OpenPanel<P> | undefined {
    return [...this.open].find(({ host }) => host.key === key);
  }

  private create(services: Services, key: string, isAside: boolean): P {
    const { viewTypes, title, beside } = this.descriptor;
    const column = beside ? columnBeside() : vscode.ViewColumn.Active;
    const place = isAside ? { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true } : column;
    const webviewPanel = vscode.window.createWebviewPanel(viewTypes[0], title?.(key) ?? '', place);
    return this.add(services, webviewPanel, key);
  }

  private add(services: Services, webviewPanel: vscode.WebviewPanel, key: string): P {
    const { page, isEditor, create } = this.descriptor;
    if (!isEditor) webviewPanel.iconPath = vscode.Uri.joinPath(services.context.extensionUri, 'media', 'lens.svg');
    const host = new PanelHost<ToPanel>(services, key, webviewPanel);
    const opened = { host, panel: create(host) };
    this.open.add(opened);
    webviewPanel.onDidDispose(() => this.open.delete(opened));
    host.serve(page, opened.panel);
    return opened.panel;
  }
}
