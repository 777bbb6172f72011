import { realpath } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { LensError } from '../../protocol/error';
import { engineSettings } from './settings';

/**
 * Refuses a place that seems to lie in the workspace but is behind a link out of it and of the folders that are allowed
 * beside it: a stranger's workspace must not have us write elsewhere. @throws LensError `disk`
 */
export async function refuseLinkOut(place: vscode.Uri): Promise<void> {
  if (place.scheme !== 'file' || !vscode.workspace.getWorkspaceFolder(place)) return;
  const real = await realPlace(place.fsPath);
  const allowed = await Promise.all(engineSettings().folders.map(realPlace));
  if (allowed.some((folder) => isWithin(folder, real))) return;
  throw new LensError({
    code: 'disk',
    what: vscode.l10n.t('It is behind a link out of the workspace, and nothing is written through links'),
    where: vscode.workspace.asRelativePath(place),
    next: vscode.l10n.t('Choose another folder, or allow it in the setting saliencyLens.allowedFolders'),
  });
}

/** Where a path really is, links followed, though its last parts may not be there yet. */
async function realPlace(place: string): Promise<string> {
  try {
    return await realpath(place);
  } catch {
    const above = path.dirname(place);
    return above === place ? place : path.join(await realPlace(above), path.basename(place));
  }
}

function isWithin(folder: string, place: string): boolean {
  const way = path.relative(folder, place);
  return way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
}
