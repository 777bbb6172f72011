import * as vscode from 'vscode';
import { LensError } from '../../protocol/error';
import { nameOf } from './location';

/** Writes a file under another name and renames it, so that no reader ever sees half of it. @throws LensError `disk` */
export async function writeWhole(file: vscode.Uri, bytes: Uint8Array): Promise<void> {
  const draft = file.with({ path: `${file.path}.${process.pid}.tmp` });
  try {
    await vscode.workspace.fs.writeFile(draft, bytes);
    await vscode.workspace.fs.rename(draft, file, { overwrite: true });
  } catch (thrown) {
    await vscode.workspace.fs.delete(draft).then(undefined, () => undefined);
    throw new LensError({
      code: 'disk',
      what: LensError.from(thrown).what,
      where: nameOf(file),
      next: vscode.l10n.t('Check that the folder can be written'),
    });
  }
}
