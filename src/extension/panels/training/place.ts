import * as vscode from 'vscode';
import { LensError } from '../../../protocol/error';
import { exists } from '../../workspace/location';

/** A folder beside the one that holds other results. */
export async function freeFolder(out: string): Promise<string> {
  const base = out.replace(/-\d+$/, '');
  for (let n = 2; ; n++) {
    const other = `${base}-${n}`;
    if (other !== out && !(await exists(vscode.Uri.file(other)))) return other;
  }
}

/** @returns why nothing can be trained on a folder of a virtual workspace */
export const notOnDisk = (folder: vscode.Uri): LensError =>
  new LensError({
    code: 'unsupported-model',
    what: vscode.l10n.t('Networks are trained only on folders on disk'),
    where: folder.toString(),
    next: vscode.l10n.t('Copy it to a folder on disk'),
  });
