import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The HTML of a page: its bundle, its style sheet and the translations, under a policy that lets nothing else in. */
export function pageHtml(name: string, webview: vscode.Webview, extensionUri: vscode.Uri): string {
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
<title>Saliency Lens</title>
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
