import * as vscode from 'vscode';
import { nameOf } from '../../../workspace/location';
import { copyFile, makeFolder, statOf } from './disk';

/** A version's files in the extension's own storage. */
export interface VersionCopy {
  readonly folder: vscode.Uri;
  /** The model's file in it, called as the model is. */
  readonly file: vscode.Uri;
  readonly bytes: number;
}

/** Folders of windows that are gone are cleared away after a day. */
const stale = 24 * 3_600_000;

/** Copies of model files, so that a version outlives the next overwrite; all go with the panel. */
export class VersionCopies {
  private count = 0;
  private readonly root: vscode.Uri;
  private readonly own: vscode.Uri;

  constructor(storage: vscode.Uri) {
    this.root = vscode.Uri.joinPath(storage, 'versions');
    this.own = vscode.Uri.joinPath(this.root, vscode.env.sessionId);
  }

  /** An empty folder for one version. */
  async folder(): Promise<vscode.Uri> {
    if (this.count === 0) await this.clearStale();
    const folder = vscode.Uri.joinPath(this.own, String(++this.count));
    await makeFolder(folder);
    return folder;
  }

  /** Copies a model. @param beside names of the files beside it in which its weights lie */
  async take(model: vscode.Uri, beside: readonly string[]): Promise<VersionCopy> {
    const folder = await this.folder();
    const names = [nameOf(model), ...beside];
    try {
      for (const name of names) {
        await copyFile(vscode.Uri.joinPath(model, '..', name), vscode.Uri.joinPath(folder, name));
      }
      return await this.copyIn(folder, nameOf(model), beside);
    } catch (thrown) {
      await remove(folder);
      throw thrown;
    }
  }

  /** What was written into a folder. */
  async copyIn(folder: vscode.Uri, name: string, beside: readonly string[]): Promise<VersionCopy> {
    const places = [name, ...beside].map((one) => vscode.Uri.joinPath(folder, one));
    const stats = await Promise.all(places.map(statOf));
    return { folder, file: places[0], bytes: stats.reduce((sum, { size }) => sum + size, 0) };
  }

  drop({ folder }: Pick<VersionCopy, 'folder'>): Promise<void> {
    return remove(folder);
  }

  async dispose(): Promise<void> {
    if (this.count > 0) await remove(this.own);
  }

  private async clearStale(): Promise<void> {
    await vscode.workspace.fs.createDirectory(this.root);
    for (const [name] of await vscode.workspace.fs.readDirectory(this.root)) {
      const folder = vscode.Uri.joinPath(this.root, name);
      const { mtime } = await vscode.workspace.fs.stat(folder);
      if (Date.now() - mtime > stale) await remove(folder);
    }
  }
}

async function remove(folder: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.delete(folder, { recursive: true }).then(undefined, () => undefined);
}
