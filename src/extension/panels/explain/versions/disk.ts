import { constants } from 'node:fs';
import { copyFile as copyOnDisk, mkdir, stat as statOnDisk } from 'node:fs/promises';
import * as vscode from 'vscode';

/*
 * A file that is overwritten again and again is asked about straight from the disk where it lies on one: each question
 * to VS Code goes through the window, which may be busy while the next version is written.
 */

const isOnDisk = (...places: readonly vscode.Uri[]): boolean => places.every(({ scheme }) => scheme === 'file');

/** Size in bytes and time of writing in milliseconds. @throws where there is no such file */
export async function statOf(place: vscode.Uri): Promise<{ readonly size: number; readonly mtime: number }> {
  if (!isOnDisk(place)) return vscode.workspace.fs.stat(place);
  const { size, mtimeMs } = await statOnDisk(place.fsPath);
  return { size, mtime: mtimeMs };
}

/** Copies a file; a file system that can shares its blocks. */
export async function copyFile(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  if (isOnDisk(from, to)) await copyOnDisk(from.fsPath, to.fsPath, constants.COPYFILE_FICLONE);
  else await vscode.workspace.fs.copy(from, to, { overwrite: true });
}

/** Makes a folder and those above it. */
export async function makeFolder(place: vscode.Uri): Promise<void> {
  if (isOnDisk(place)) await mkdir(place.fsPath, { recursive: true });
  else await vscode.workspace.fs.createDirectory(place);
}
