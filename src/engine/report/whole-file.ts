import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LensError } from '../../protocol/error';

/**
 * Writes a file whole or not at all: beside its place first, then renamed into it.
 * @param content text, bytes, or pieces of text made one after another
 * @throws LensError `disk`
 */
export function writeWhole(path: string, content: string | Uint8Array | Iterable<string>): void {
  const part = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'string' || content instanceof Uint8Array) writeFileSync(part, content);
    else writePieces(part, content);
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    throw new LensError(
      {
        code: 'disk',
        what: full ? 'the disk is full' : `the file cannot be written (${code})`,
        where: path,
        next: full ? 'Free some space, or choose another folder' : 'Choose a folder you may write to',
      },
      { cause: error },
    );
  }
}

function writePieces(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, 'w');
  try {
    for (const piece of pieces) writeFileSync(file, piece);
  } finally {
    closeSync(file);
  }
}
