import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { LensError } from '../../protocol/error';
import { notRegular } from '../file/regular';
import type { LeftOut } from './dataset';

/**
 * A file that results of an evaluation are known by: a folder that holds it, below the one asked for, is not entered.
 */
export const RESULTS_MARK = '.lens-journal.jsonl';

interface Walk {
  /** Relative to the folder, with `/`, in a fixed order. */
  readonly files: readonly string[];
  /** Folders that were not entered, and why. */
  readonly unusable: readonly LeftOut[];
}

/**
 * All files under a folder but hidden ones and results of evaluations. Links to folders are followed last, so that a
 * folder of the set keeps its own name; none is entered twice.
 * @throws LensError `not-found` when the folder itself cannot be read
 */
export function filesUnder(root: string): Walk {
  const walk = { files: [] as string[], unusable: [] as LeftOut[] };
  const entered = new Set<string>();
  const links: string[] = [];
  const visit = (entries: readonly Dirent[], folder: string): void => {
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const name = `${folder}${entry.name}`;
      if (entry.isDirectory()) enter(name);
      else if (entry.isSymbolicLink() && isFolder(join(root, name))) links.push(name);
      else if (entry.isFile() || entry.isSymbolicLink()) walk.files.push(name);
      else walk.unusable.push({ name, reason: notRegular(entry) ?? 'it is no file' });
    }
  };
  const enter = (folder: string): void => {
    const content = contentOf(join(root, folder));
    if ('reason' in content) walk.unusable.push({ name: folder, reason: content.reason });
    else if (entered.has(content.place))
      walk.unusable.push({ name: folder, reason: 'the same folder is listed already under another name' });
    else if (!content.entries.some(({ name }) => name === RESULTS_MARK)) {
      entered.add(content.place);
      visit(content.entries, `${folder}/`);
    }
  };
  const top = contentOf(root);
  if ('reason' in top)
    throw new LensError(
      { code: 'not-found', what: top.reason, where: root, next: 'Choose a folder of images or arrays' },
      { cause: top.cause },
    );
  entered.add(top.place);
  visit(top.entries, '');
  // The list grows while folders behind links hold links themselves.
  for (const link of links) enter(link);
  return walk;
}

type Content =
  | { readonly place: string; readonly entries: readonly Dirent[] }
  | { readonly reason: string; readonly cause: unknown };

/** @returns the folder's real path, and what it holds, sorted */
function contentOf(folder: string): Content {
  try {
    const byName = (a: Dirent, b: Dirent): number => (a.name < b.name ? -1 : 1);
    return { place: realpathSync(folder), entries: readdirSync(folder, { withFileTypes: true }).sort(byName) };
  } catch (cause) {
    return { reason: `the folder cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause };
  }
}

function isFolder(link: string): boolean {
  try {
    return statSync(link).isDirectory();
  } catch {
    // A link that leads nowhere, or to itself, is listed as a file, which cannot be read later.
    return false;
  }
}
