import { readdirSync, realpathSync, statSync, type Dirent, type Stats } from 'node:fs';
import { join } from 'node:path';
import { LensError } from '../../protocol/error';
import { notRegular } from '../file/regular';
import { HOW_TO_ALLOW, staysInside } from '../file/workspace';
import type { LeftOut } from './dataset';

/**
 * A file that results of an evaluation are known by: a folder that holds it, below the one asked for, is not entered.
 */
export const RESULTS_MARK = '.lens-journal.jsonl';

/** Why a link is not followed. */
const LEADS_OUT = `it is a link out of the folder and the workspace; to follow it, ${HOW_TO_ALLOW}`;

interface Walk {
  /** Relative to the folder, with `/`, in a fixed order. */
  readonly files: readonly string[];
  /** Folders that were not entered, and why. */
  readonly unusable: readonly LeftOut[];
}

/**
 * All files under a folder but hidden ones and results of evaluations. Links to folders are followed last, so that a
 * folder of the set keeps its own name; none is entered twice. Links must stay in the folder or in the workspace.
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
      else if (entry.isSymbolicLink()) follow(name);
      else if (entry.isFile()) walk.files.push(name);
      else walk.unusable.push({ name, reason: notRegular(entry) ?? 'it is no file' });
    }
  };
  const follow = (name: string): void => {
    const place = join(root, name);
    const target = targetOf(place);
    if (!staysInside(root, place)) walk.unusable.push({ name, reason: LEADS_OUT });
    else if (target?.isDirectory()) links.push(name);
    // One that leads nowhere, or to itself, is listed as a file, which cannot be read later.
    else if (!target || target.isFile()) walk.files.push(name);
    else walk.unusable.push({ name, reason: notRegular(target) ?? 'it is no file' });
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

function targetOf(link: string): Stats | null {
  try {
    return statSync(link);
  } catch {
    return null;
  }
}
