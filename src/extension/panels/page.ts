import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { LensError } from '../../protocol/error';
import { dispatch, type Handlers } from '../../protocol/handlers';
import type { Services } from '../services';

/** Names of the bundles in dist/webview. */
export type PageName = 'comparison' | 'evaluation' | 'explain' | 'filters' | 'model' | 'scattering';

/** The HTML of a page: its bundle, its style sheet and the translations, under a policy that lets nothing else in. */
export function pageOf(name: PageName, webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64url');
  const file = (kind: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', `${name}.${kind}`)).toString();
  const policy = [
    "default-src 'none'",
    `img-src ${webview.cspSource} blob: data:`,
    `font-src ${webview.cspSource} data:`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<link rel="stylesheet" href="${file('css')}">
</head>
<body data-state="empty">
<script type="application/json" id="l10n">${translations()}</script>
<script nonce="${nonce}" src="${file('js')}"></script>
</body>
</html>`;
}

/** The bundle of the display language as JSON that cannot end the element it stands in. */
function translations(): string {
  return JSON.stringify(vscode.l10n.bundle ?? {}).replace(/</g, '\\u003c');
}

/** What a page may load: its own files and the images of the workspace. */
export function pageOptions(extensionUri: vscode.Uri, files: readonly vscode.Uri[]): vscode.WebviewOptions {
  const folders = vscode.workspace.workspaceFolders?.map((folder) => folder.uri) ?? [];
  const parents = files.map((file) => vscode.Uri.joinPath(file, '..'));
  return {
    enableScripts: true,
    localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist', 'webview'), ...folders, ...parents],
  };
}

/**
 * Posts a message to a page. While there is no page, because it is still loading or hidden, changes are dropped: a page
 * that has loaded says `ready` and is told everything. What would not be said then, a request or a remark, is kept for
 * it.
 */
export type Post<Message> = (message: Message, unheard?: 'drop' | 'keep') => void;

/**
 * Fills a panel with its page and answers the page's messages; what a handler throws is logged and shown. `files` are
 * those outside the workspace that the page may load.
 */
export function showPage<ToHost extends { readonly kind: string }, ToPanel>(
  { context, log }: Services,
  name: PageName,
  panel: vscode.WebviewPanel,
  handlers: Handlers<ToHost>,
  files: readonly vscode.Uri[] = [],
): Post<ToPanel> {
  const { webview } = panel;
  let listening = false;
  const kept: ToPanel[] = [];
  panel.iconPath = vscode.Uri.joinPath(context.extensionUri, 'media', 'lens.svg');
  webview.options = pageOptions(context.extensionUri, files);
  webview.onDidReceiveMessage(async (message: ToHost) => {
    try {
      listening ||= message.kind === 'ready';
      await dispatch(handlers, message);
      if (listening) for (const late of kept.splice(0)) void webview.postMessage(late);
    } catch (thrown) {
      const error = LensError.from(thrown);
      log.error(error.message);
      void vscode.window.showErrorMessage(error.message);
    }
  });
  panel.onDidChangeViewState(() => (listening &&= panel.visible));
  webview.html = pageOf(name, webview, context.extensionUri);
  return (message, unheard = 'drop') => {
    if (listening) void webview.postMessage(message);
    else if (unheard === 'keep') kept.push(message);
  };
}
