import { lstatSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { LensError } from '../../protocol/error';
import { RESULTS } from '../file/kind';
import { readFile } from '../file/reading';
import { writeWhole } from '../report/whole-file';
import { IMAGES_FILE } from './images-file';

export const SUMMARY_FILE = 'summary.json';

/** Where the results of the run before are kept. */
export const previousFolder = (out: string): string => join(out, '.previous');

/**
 * Keeps the results of an earlier run whose outcome was another one, before they are written over. The old summary goes
 * once its copy is whole, so that a run that is killed while writing keeps the same results when it is started again.
 * @param summary the text of the new one
 */
export function keepPrevious(out: string, summary: string): void {
  const path = join(out, SUMMARY_FILE);
  const before = contentOf(path);
  if (!before || before.toString('utf8') === summary) return;
  if (isLink(previousFolder(out)))
    throw new LensError({
      code: 'disk',
      what: 'the results of the run before cannot be kept: their folder is a link, and links are not followed',
      where: previousFolder(out),
      next: 'Remove it, or choose another folder',
    });
  const images = contentOf(join(out, IMAGES_FILE));
  if (images) writeWhole(join(previousFolder(out), IMAGES_FILE), images);
  const copy = join(previousFolder(out), SUMMARY_FILE);
  const { atime, mtime } = statSync(path);
  writeWhole(copy, before);
  utimesSync(copy, atime, mtime);
  rmSync(path);
}

/** Whether a link stands there, wherever it leads. */
export const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;

function contentOf(path: string): Buffer | null {
  try {
    return readFile(path, RESULTS);
  } catch {
    // There is no earlier run, or none that can be read: there is nothing to keep.
    return null;
  }
}
