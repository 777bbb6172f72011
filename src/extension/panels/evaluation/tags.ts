import * as vscode from 'vscode';
import { LensError } from '../../../protocol/error';
import type { ImageTags } from '../../../protocol/image-tags';
import { exists } from '../../workspace/location';
import { readText } from '../../workspace/reading';
import { writeWhole } from '../../workspace/writing';

const MOST_BYTES = 16e6;
const fileIn = (out: string): vscode.Uri => vscode.Uri.joinPath(vscode.Uri.file(out), 'tags.json');

/** The tags kept beside results. @throws LensError where the file holds something else */
export async function readTags(out: string): Promise<ImageTags> {
  const file = fileIn(out);
  if (!(await exists(file))) return {};
  const read: unknown = await readText(file, MOST_BYTES)
    .then((text) => JSON.parse(text) as unknown)
    .catch(() => null);
  if (isTags(read)) return read;
  throw new LensError({
    code: 'invalid-argument',
    what: vscode.l10n.t('The tags of the images cannot be read'),
    where: file.fsPath,
    next: vscode.l10n.t('Repair or delete the file: it holds the tags of each input as a list of words'),
  });
}

/** Puts other tags on an input, and gives all there are then. Inputs without tags are not kept. */
export async function writeTags(out: string, name: string, tags: readonly string[]): Promise<ImageTags> {
  const { [name]: _before, ...others } = await readTags(out);
  const all: ImageTags = tags.length > 0 ? { ...others, [name]: tags } : others;
  await writeWhole(fileIn(out), new TextEncoder().encode(`${JSON.stringify(all, undefined, 2)}\n`));
  return all;
}

function isTags(value: unknown): value is ImageTags {
  const isWords = (words: unknown): boolean => Array.isArray(words) && words.every((word) => typeof word === 'string');
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isWords);
}
