import * as vscode from 'vscode';
import { LensError } from '../../../protocol/error';

/** @returns why nothing can be trained on a folder of a virtual workspace */
export const notOnDisk = (folder: vscode.Uri): LensError =>
  new LensError({
    code: 'unsupported-model',
    what: vscode.l10n.t('Networks are trained only on folders on disk'),
    where: folder.toString(),
    next: vscode.l10n.t('Copy it to a folder on disk'),
  });
