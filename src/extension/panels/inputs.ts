import type * as vscode from 'vscode';
import type { ExplainInput } from '../../protocol/explain-document';
import { nameOf } from '../workspace/location';

/** Endings of images that a browser draws. */
const drawn = new Set(['png', 'jpg', 'jpeg', 'webp', 'bmp', 'gif']);

/** An image or tensor as a page shows it; `addressOf` says where the page loads a file. */
export function inputOf(uri: vscode.Uri, addressOf: (file: vscode.Uri) => string): ExplainInput {
  const name = nameOf(uri);
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return { uri: uri.toString(), name, thumbnail: drawn.has(ending) ? addressOf(uri) : null };
}
