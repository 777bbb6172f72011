import { deserialize, serialize } from 'node:v8';
import * as vscode from 'vscode';

const delayMilliseconds = 300;

/**
 * A panel's document on disk, maps included, so that a window reload brings back what was there without computing it
 * again.
 */
export class Snapshot<D> {
  private timer: NodeJS.Timeout | undefined;
  private readonly file: vscode.Uri | undefined;

  constructor(
    private readonly folder: vscode.Uri | undefined,
    panel: string,
  ) {
    this.file = folder && vscode.Uri.joinPath(folder, `${panel}.bin`);
  }

  /** Writes a little later, once for a burst of changes. */
  save(document: () => D): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.write(document()), delayMilliseconds);
  }

  async load(): Promise<D | undefined> {
    if (!this.file) return undefined;
    try {
      return deserialize(Buffer.from(await vscode.workspace.fs.readFile(this.file))) as D;
    } catch {
      // There is none, or another version of Node wrote it: the panel starts empty.
      return undefined;
    }
  }

  private async write(document: D): Promise<void> {
    if (!this.folder || !this.file) return;
    await vscode.workspace.fs.createDirectory(this.folder);
    await vscode.workspace.fs.writeFile(this.file, serialize(document));
  }
}
