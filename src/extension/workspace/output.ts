import * as vscode from 'vscode';
import type { OutputFile } from '../../protocol/output';
import { reach } from './milestones';
import { encodeNpy } from './npy';
import { refuseLinkOut } from './links';
import { settingsFor } from './settings';
import { showFile } from './showing';
import { writeWhole } from './writing';

/** A file about to be written. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * The folder `name` in the output folder of the workspace folder of `near`, or beside `near` where it belongs to none.
 */
export function outputFolder(near: vscode.Uri, name: string): vscode.Uri {
  const base = vscode.workspace.getWorkspaceFolder(near)?.uri ?? vscode.Uri.joinPath(near, '..');
  const { outputFolder: folder } = settingsFor(near);
  const root = /^([/\\]|[a-z]:)/i.test(folder)
    ? base.with({ path: vscode.Uri.file(folder).path })
    : vscode.Uri.joinPath(base, folder);
  return vscode.Uri.joinPath(root, name);
}

/** A file's name without its ending. */
export function stem(name: string): string {
  return name.replace(/\.[^.]+$/, '');
}

/** What files about a model begin with: `old/net.onnx` becomes `old-net`. */
export const modelStem = (model: { readonly name: string } | null): string =>
  stem(model?.name ?? 'model').replaceAll('/', '-');

/** What a page wants written, as bytes; names lose whatever would lead out of the folder or not be allowed in one. */
function encoded(file: OutputFile): NamedBytes {
  const name = file.name.replace(/[^\w.,=+-]+/g, '_').replace(/^[._]+/, '');
  if ('png' in file) return { name, bytes: file.png };
  if ('bytes' in file) return { name, bytes: file.bytes };
  return { name, bytes: 'array' in file ? encodeNpy(file.array) : new TextEncoder().encode(file.text) };
}

/** Writes files into a folder, which may not be there yet. @throws LensError `disk` */
export async function writeFiles(folder: vscode.Uri, files: readonly NamedBytes[]): Promise<void> {
  await refuseLinkOut(folder);
  await vscode.workspace.fs.createDirectory(folder);
  for (const { name, bytes } of files) await writeWhole(vscode.Uri.joinPath(folder, name), bytes);
}

/** Says what was written, and shows it if asked to. */
export async function announceFiles(folder: vscode.Uri, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await reach('resultKept');
  const show = vscode.l10n.t('Show');
  const listed = names.length > 5 ? vscode.l10n.t('{0} files', names.length) : names.join(', ');
  const text = vscode.l10n.t('Exported {0} to {1}', listed, vscode.workspace.asRelativePath(folder));
  const answer = await vscode.window.showInformationMessage(text, show);
  if (answer === show) await showFile(vscode.Uri.joinPath(folder, names[0]));
}

/** Writes what a page has made into a folder, and says so. */
export async function saveFiles(folder: vscode.Uri, files: readonly OutputFile[]): Promise<void> {
  const named = files.map(encoded);
  await writeFiles(folder, named);
  await announceFiles(
    folder,
    named.map(({ name }) => name),
  );
}
