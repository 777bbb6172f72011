import path from 'node:path';
import * as vscode from 'vscode';
import { companionsOf } from './companions';

/**
 * A path the engine can read: the file itself, or for files of a virtual workspace a copy in the extension's storage.
 */
export class LocalFiles {
  constructor(private readonly storage: vscode.Uri) {}

  async pathOf(uri: vscode.Uri): Promise<string> {
    if (uri.scheme === 'file') return uri.fsPath;
    const folder = vscode.Uri.joinPath(
      this.storage,
      'mirror',
      uri.scheme,
      encodeURIComponent(uri.authority),
      path.posix.dirname(uri.path),
    );
    const copy = vscode.Uri.joinPath(folder, path.posix.basename(uri.path));
    await vscode.workspace.fs.createDirectory(folder);
    await vscode.workspace.fs.copy(uri, copy, { overwrite: true });
    for (const name of [`${nameOf(uri)}.lens.json`, ...(await companionsOf(uri))]) {
      const from = vscode.Uri.joinPath(uri, '..', name);
      if (await exists(from))
        await vscode.workspace.fs.copy(from, vscode.Uri.joinPath(folder, name), { overwrite: true });
    }
    return copy.fsPath;
  }
}

export function sidecarOf(model: vscode.Uri): vscode.Uri {
  return model.with({ path: `${model.path}.lens.json` });
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** A folder that is not there yet, beside the one that holds other results. */
export async function folderBeside(out: string): Promise<string> {
  const base = out.replace(/-\d+$/, '');
  for (let n = 2; ; n++) {
    const other = `${base}-${n}`;
    if (other !== out && !(await exists(vscode.Uri.file(other)))) return other;
  }
}

export function nameOf(uri: vscode.Uri): string {
  return path.posix.basename(uri.path);
}

/** A folder as people call it: the workspace's own by its name, one within it by the way there. */
export function placeOf(folder: vscode.Uri): string {
  const own = vscode.workspace.getWorkspaceFolder(folder);
  return own?.uri.toString() === folder.toString() ? own.name : vscode.workspace.asRelativePath(folder);
}
