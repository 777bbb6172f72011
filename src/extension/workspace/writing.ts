import * as vscode from 'vscode';
import { LensError } from '../../protocol/error';
import { refuseLinkOut } from './links';
import { nameOf } from './location';

/**
 * Writes a file under another name and renames it, so that no reader ever sees half of it, and no link of either name is
 * followed. @throws LensError `disk`
 */
export async function writeWhole(file: vscode.Uri, bytes: Uint8Array): Promise<void> {
  await refuseLinkOut(vscode.Uri.joinPath(file, '..'));
  const draft = file.with({ path: `${file.path}.${process.pid}.tmp` });
  const discard = (): Thenable<void> => vscode.workspace.fs.delete(draft).then(undefined, () => undefined);
  try {
    await discard();
    await vscode.workspace.fs.writeFile(draft, bytes);
    await vscode.workspace.fs.rename(draft, file, { overwrite: true });
  } catch (thrown) {
    await discard();
    throw new LensError({
      code: 'disk',
      what: LensError.from(thrown).what,
      where: nameOf(file),
      next: vscode.l10n.t('Check that the folder can be written'),
    });
  }
}
