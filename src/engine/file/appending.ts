import { closeSync, constants, fstatSync, lstatSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { LensError } from '../../protocol/error';
import { diskError } from './disk-error';
import { notRegular } from './regular';
import { writablePlace } from './workspace';

const { O_APPEND, O_CREAT, O_RDWR } = constants;
/** Windows has neither flag; there the look before has to do. */
const CAREFUL = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A file that is open for reading, and for writing at its end. */
export interface AppendedFile {
  readonly handle: number;
  /** Where it really is. */
  readonly path: string;
}

/**
 * Opens a file to append to, making it and its folder where they are not there; never what a link leads to, since that
 * is not the program's own.
 * @param name with its article: "the journal of results"
 * @throws LensError `disk`
 */
export function openAppended(path: string, name: string): AppendedFile {
  const folder = writablePlace(dirname(path));
  const refused = (reason: string): LensError =>
    new LensError({
      code: 'disk',
      what: `${name} cannot be written: ${reason}`,
      where: path,
      next: 'Remove it, or choose another folder',
    });
  try {
    mkdirSync(folder, { recursive: true });
    const own = join(realpathSync(folder), basename(path));
    const before = lstatSync(own, { throwIfNoEntry: false });
    if (before?.isSymbolicLink()) throw refused('it is a link, and links are not followed');
    const reason = before && notRegular(before);
    if (reason) throw refused(reason);
    const handle = openSync(own, O_RDWR | O_CREAT | O_APPEND | CAREFUL);
    if (fstatSync(handle).isFile()) return { handle, path: own };
    closeSync(handle);
    throw refused('it is no file');
  } catch (error) {
    throw error instanceof LensError ? error : diskError(name, path, error);
  }
}
