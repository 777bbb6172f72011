import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Dirent, type Stats } from 'node:fs';
import { LensError } from '../../protocol/error';
import type { FileKind } from './kind';

/** Reads of at most this many bytes: one read call cannot pass 2 GiB. */
const CHUNK = 1 << 30;

/** What is no file, in words; null for a regular file. */
export function notRegular(stats: Stats | Dirent): string | null {
  if (stats.isFile()) return null;
  if (stats.isDirectory()) return 'it is a folder';
  if (stats.isFIFO()) return 'it is a pipe';
  return stats.isSocket() ? 'it is a socket' : 'it is a device';
}

/**
 * Opens a regular file for reading and hands it to `use`. Pipes, devices and folders are refused before anything could
 * be waited for.
 * @throws LensError `not-found` where it cannot be opened; the kind's own code where it is no file, or too large
 */
export function withRegular<T>(path: string, kind: FileKind, use: (file: number, bytes: number) => T): T {
  const refused = (what: string, next: string): LensError =>
    new LensError({ code: kind.code, what: `${kind.name} cannot be read: ${what}`, where: path, next });
  const checked = (stats: Stats): Stats => {
    const reason = notRegular(stats);
    if (reason) throw refused(reason, 'Give a regular file');
    return stats;
  };
  const attempt = <R>(open: () => R): R => {
    try {
      return open();
    } catch (error) {
      throw new LensError(
        {
          code: 'not-found',
          what: `${kind.name} cannot be read (${(error as NodeJS.ErrnoException).code})`,
          where: path,
          next: 'Check the path, and whether you may read it',
        },
        { cause: error },
      );
    }
  };
  checked(attempt(() => statSync(path)));
  // Were it replaced by a pipe meanwhile, opening would wait for a writer.
  const file = attempt(() => openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)));
  try {
    const { size } = checked(fstatSync(file));
    if (size > kind.mostBytes)
      throw refused(
        `it has ${Math.ceil(size / 2 ** 20)} MB, more than the ${Math.floor(kind.mostBytes / 2 ** 20)} MB that are read`,
        'Give a smaller one',
      );
    return use(file, size);
  } finally {
    closeSync(file);
  }
}

/** The bytes of an open file from `from` on; fewer than `length` where it became shorter meanwhile. */
export function bytesOf(file: number, length: number, from = 0): Buffer {
  const bytes = Buffer.alloc(length);
  let at = 0;
  while (at < length) {
    const read = readSync(file, bytes, at, Math.min(CHUNK, length - at), from + at);
    if (read === 0) break;
    at += read;
  }
  return bytes.subarray(0, at);
}
