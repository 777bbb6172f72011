import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { diskError } from '../file/disk-error';
import { writablePlace } from '../file/workspace';

/**
 * Writes a file whole or not at all: beside its place first, then renamed into it. A link of that name is replaced, what
 * it leads to stays as it is.
 * @param content text, bytes, or pieces of text made one after another
 * @throws LensError `disk`
 */
export function writeWhole(path: string, content: string | Uint8Array | Iterable<string>): void {
  const folder = writablePlace(dirname(path));
  const own = join(folder, basename(path));
  const part = `${own}.${process.pid}.part`;
  try {
    mkdirSync(folder, { recursive: true });
    discard(part);
    writePieces(part, typeof content === 'string' || content instanceof Uint8Array ? [content] : content);
    renameSync(part, own);
  } catch (error) {
    discard(part);
    throw diskError('the file', path, error);
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A folder of that name is in the way, as writing will find out.
  }
}

/** Writes a file that must not be there yet, so that no link is followed. */
function writePieces(path: string, pieces: Iterable<string | Uint8Array>): void {
  const file = openSync(path, 'wx');
  try {
    for (const piece of pieces) writeFileSync(file, piece);
  } finally {
    closeSync(file);
  }
}
