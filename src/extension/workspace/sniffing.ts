import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { OPENING_BYTES, opensModel } from '../../protocol/model-files';

const atOnce = 32;
/** Files of virtual workspaces can only be read whole. */
const longestVirtual = 16e6;

/** Every JSON file that was ever seen to be a model: when it is removed nothing else tells. */
const seen = new Set<string>();

/** Whether a JSON file is, or before it was removed was, a TensorFlow.js model. Only its first kilobytes are read. */
export async function isTensorFlowModel(uri: vscode.Uri): Promise<boolean> {
  const opening = await openingOf(uri).catch(() => undefined);
  const key = uri.toString();
  if (opening === undefined) return seen.delete(key);
  const is = opensModel(opening);
  if (is) seen.add(key);
  return is;
}

/** Those of some JSON files that are TensorFlow.js models. */
export async function recognised(files: readonly vscode.Uri[]): Promise<vscode.Uri[]> {
  const found: vscode.Uri[] = [];
  for (let start = 0; start < files.length; start += atOnce) {
    const some = files.slice(start, start + atOnce);
    const are = await Promise.all(some.map(isTensorFlowModel));
    found.push(...some.filter((_, k) => are[k]));
  }
  return found;
}

async function openingOf(uri: vscode.Uri): Promise<string> {
  if (uri.scheme !== 'file') {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > longestVirtual) return '';
    const bytes = await vscode.workspace.fs.readFile(uri);
    return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, OPENING_BYTES)).toString();
  }
  // Opening a pipe would wait for whoever writes into it, and few files can be waited for at once.
  if (!(await stat(uri.fsPath)).isFile()) return '';
  const file = await open(uri.fsPath, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(OPENING_BYTES), 0, OPENING_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
