import * as vscode from 'vscode';
import type { ExplainInput } from '../../../protocol/explain-panel';
import { nameOf } from '../../workspace/location';

/** File endings that can be explained. */
export const inputEndings: readonly string[] = Object.freeze([
  'png',
  'jpg',
  'jpeg',
  'webp',
  'bmp',
  'gif',
  'tif',
  'tiff',
  'npy',
]);
/** Those among them that a browser draws. */
const drawn = new Set(['png', 'jpg', 'jpeg', 'webp', 'bmp', 'gif']);

export function inputOf(uri: vscode.Uri, webview: vscode.Webview): ExplainInput {
  const name = nameOf(uri);
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return { uri: uri.toString(), name, thumbnail: drawn.has(ending) ? webview.asWebviewUri(uri).toString() : null };
}

/** Asks for images or tensors, beginning where `near` lies; none when the user dismisses the question. */
export async function pickInputs(near?: vscode.Uri, canSelectMany = false): Promise<vscode.Uri[]> {
  const filters = { [vscode.l10n.t('Images and tensors')]: [...inputEndings] };
  const defaultUri = near ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  return (await vscode.window.showOpenDialog({ canSelectMany, filters, defaultUri })) ?? [];
}
