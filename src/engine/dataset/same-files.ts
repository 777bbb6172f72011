import { createHash } from 'node:crypto';
import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { IMAGE } from '../file/kind';
import { readFile } from '../file/reading';

/**
 * The names of a folder by the files they stand for, which may be linked or copied; the first name of each is the
 * file's own. Copies have one name and content.
 */
export function sameFiles(root: string, names: readonly string[]): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  const entries = names.map((name) => ({ name, ...realFile(join(root, name)) }));
  const looks = new Map<string, Set<string>>();
  const lookOf = ({ name, size }: (typeof entries)[number]): string => `${basename(name)}:${size}`;
  for (const entry of entries) looks.set(lookOf(entry), (looks.get(lookOf(entry)) ?? new Set()).add(entry.id));
  const contents = new Map<string, string>();
  for (const entry of entries) {
    const { name, id } = entry;
    const isAlone = looks.get(lookOf(entry))!.size === 1;
    if (!isAlone && !contents.has(id)) contents.set(id, contentOf(join(root, name)) ?? id);
    const key = contents.get(id) ?? id;
    const group = groups.get(key) ?? [];
    if (isLink(join(root, name)) || group.length === 0 || !isLink(join(root, group[0]))) group.push(name);
    else group.unshift(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function realFile(path: string): { readonly id: string; readonly size: number } {
  try {
    const { dev, ino, nlink, size } = statSync(path);
    return { id: nlink > 1 && ino > 0 ? `${dev}:${ino}` : realpathSync(path), size };
  } catch {
    return { id: path, size: -1 };
  }
}

/** Null of a file that cannot be read, which is told where it is used. */
function contentOf(path: string): string | null {
  try {
    return createHash('sha256').update(readFile(path, IMAGE)).digest('hex');
  } catch {
    return null;
  }
}

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
