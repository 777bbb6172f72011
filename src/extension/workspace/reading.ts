import * as vscode from 'vscode';
import { LensError } from '../../protocol/error';
import { nameOf } from './location';

/**
 * The text of a regular file. A pipe or a device of that name would be waited for without an end, and a file of any size
 * held by the window. @throws LensError
 */
export async function readText(file: vscode.Uri, mostBytes: number): Promise<string> {
  const { type, size } = await vscode.workspace.fs.stat(file);
  const refused = (what: string): LensError =>
    new LensError({ code: 'invalid-argument', what, where: nameOf(file), next: vscode.l10n.t('Replace the file') });
  if (!(type & vscode.FileType.File)) throw refused(vscode.l10n.t('This is no regular file'));
  if (size > mostBytes)
    throw refused(vscode.l10n.t('The file has {0} bytes, more than the {1} that are read', size, mostBytes));
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}
