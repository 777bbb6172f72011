import { open } from 'node:fs/promises';
import * as vscode from 'vscode';
import { sidecarOf } from './location';

/** How files of these formats begin. */
const beginnings: Readonly<Record<string, (bytes: Uint8Array) => boolean>> = Object.freeze({
  // A message of protobuf that begins with its version, or with another field of its own.
  onnx: ([first, second]) =>
    first === 0x08 ? second > 0 && second < 0x80 : first !== undefined && first % 8 === 2 && first <= 0x7a,
  keras: ([first, second]) => first === 0x50 && second === 0x4b,
  h5: ([first, ...others]) => first === 0x89 && String.fromCharCode(...others.slice(0, 3)) === 'HDF',
});

/** Whether a model's file begins as no file of its format does: it is empty, cut off, or something else. */
async function isDamaged(uri: vscode.Uri): Promise<boolean> {
  const ending = uri.path.slice(uri.path.lastIndexOf('.') + 1).toLowerCase();
  const begins = beginnings[ending === 'hdf5' ? 'h5' : ending];
  if (!begins || uri.scheme !== 'file') return false;
  const file = await open(uri.fsPath).catch(() => undefined);
  if (!file) return false;
  try {
    const bytes = new Uint8Array(8);
    const { bytesRead } = await file.read(bytes, 0, 8, 0);
    return bytesRead < 8 || !begins(bytes);
  } finally {
    await file.close();
  }
}

/** Why a model stands where it does in a list. */
export type ModelGroup = 'configured' | 'used' | 'described' | 'other' | 'damaged';

export interface RankedModel {
  readonly uri: vscode.Uri;
  readonly group: ModelGroup;
}

/**
 * Models as a list offers them: first the one whose recipe was written last, then those used last, then the others with
 * a recipe, then all others; files that hold no model come last.
 */
export async function ranked(models: readonly vscode.Uri[], used: readonly vscode.Uri[]): Promise<RankedModel[]> {
  const order = used.map(String);
  const facts = await Promise.all(
    models.map(async (uri) => ({ uri, damaged: await isDamaged(uri), configured: await timeOf(sidecarOf(uri)) })),
  );
  const newest = Math.max(0, ...facts.map(({ configured }) => configured));
  const [latest, ...ties] = facts.filter(({ configured }) => configured > 0 && configured === newest);
  /** Among those used; after them where it was not. */
  const place = (uri: vscode.Uri): number => (order.indexOf(uri.toString()) + order.length + 1) % (order.length + 1);
  const groupOf = (one: (typeof facts)[number]): ModelGroup => {
    if (one.damaged) return 'damaged';
    // Sidecars that were all written at once, as by a checkout, tell nothing.
    if (ties.length === 0 && one === latest) return 'configured';
    if (place(one.uri) < order.length) return 'used';
    return one.configured > 0 ? 'described' : 'other';
  };
  const placed = facts.map((one) => ({ uri: one.uri, group: groupOf(one) }));
  const rank = ({ group }: RankedModel): number => groups.indexOf(group);
  return placed.sort((a, b) => rank(a) - rank(b) || place(a.uri) - place(b.uri));
}

const groups: readonly ModelGroup[] = ['configured', 'used', 'described', 'other', 'damaged'];

/** When a file was written; 0 where there is none. */
function timeOf(uri: vscode.Uri): Promise<number> {
  return Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    ({ mtime }) => mtime,
    () => 0,
  );
}
