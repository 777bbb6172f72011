import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import { LensError } from '../../protocol/error';

/**
 * Folders that files may lead into: those of the workspace (the current folder of a command), and those a person has
 * allowed beside them. One process serves one workspace.
 */
let folders: readonly string[] = [];

/** Sets the folders of this process. A whole disk is no workspace. */
export function enterWorkspace(list: readonly string[]): void {
  folders = list.map((folder) => resolve(folder)).filter((folder) => parse(folder).root !== folder);
}

/** Allows one more folder, which a person named. */
export function allowFolder(folder: string): void {
  enterWorkspace([...folders, folder]);
}

/** Whether a path is a folder or lies below it, by its name. */
function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** Where a path really is, links followed, though its last parts may not be there yet. */
export function realPlace(path: string): string {
  const whole = resolve(path);
  try {
    return realpathSync(whole);
  } catch {
    const above = dirname(whole);
    return above === whole ? whole : join(realPlace(above), basename(whole));
  }
}

const isInWorkspace = (real: string): boolean => folders.some((folder) => isWithin(realPlace(folder), real));

/** What lets files lead into a folder outside. */
export const HOW_TO_ALLOW =
  'allow that folder (--allow-folder on the command line, saliencyLens.allowedFolders in VS Code)';

/**
 * The real place of a path that a file names, not a person: it must lie in `home` (the folder of that file, or of the
 * data set; relative paths are from there), in one of the further homes, or in the workspace, links followed.
 * @param what names the path: `the mask of a.png`
 * @param where the file that names it
 * @throws LensError `invalid-argument` for a path that leads elsewhere
 */
export function placeInside(homes: string | readonly string[], path: string, what: string, where: string): string {
  const all = typeof homes === 'string' ? [homes] : homes;
  const real = realPlace(resolve(all[0], path));
  if (all.some((home) => isWithin(realPlace(home), real)) || isInWorkspace(real)) return real;
  throw new LensError({
    code: 'invalid-argument',
    what: `${what} leads to ${shortened(real)}, outside its folder and the workspace`,
    where,
    next: `Put it inside, or ${HOW_TO_ALLOW}`,
  });
}

/**
 * The real place of a path that nobody but a program named: it must lie in the workspace, links followed; a relative one
 * is looked for in each of its folders.
 * @param what names the path: `the model`
 * @throws LensError `invalid-argument`
 */
export function insideWorkspace(path: string, what: string): string {
  const places = folders.map((folder) => resolve(folder, path));
  const real = realPlace(places.find((place) => existsSync(place)) ?? places[0] ?? path);
  if (isInWorkspace(real)) return real;
  throw new LensError({
    code: 'invalid-argument',
    what: `${what} leads outside the folders that are open`,
    where: shortened(path),
    next: folders.length > 0 ? `Name a file below ${folders.map(shortened).join(' or ')}` : 'Open a folder first',
  });
}

/** The folders that files may lead into. */
export const workspaceFolders = (): readonly string[] => folders;

/** Whether a path stays in `home` or the workspace, links followed. */
export function staysInside(home: string, path: string): boolean {
  const real = realPlace(path);
  return isWithin(realPlace(home), real) || isInWorkspace(real);
}

/**
 * A folder to write into as its real place. One that a person names outside the workspace is taken as it is; one inside
 * must not lead out of it by a link.
 * @throws LensError `disk`
 */
export function writablePlace(folder: string): string {
  const named = resolve(folder);
  const real = realPlace(named);
  const seemsInside = folders.some((one) => isWithin(one, named) || isWithin(realPlace(one), named));
  if (!seemsInside || isInWorkspace(real)) return real;
  throw new LensError({
    code: 'disk',
    what: `it is behind a link to ${shortened(real)}, outside the workspace, and results are not written through links`,
    where: folder,
    next: `Choose another folder, or ${HOW_TO_ALLOW}`,
  });
}

/** Most characters of a path in a message. */
const MOST_SHOWN = 120;

function shortened(path: string): string {
  return path.length > MOST_SHOWN ? `…${path.slice(-MOST_SHOWN)}` : path;
}
