import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { LensError } from '../../protocol/error';
import { JournaledResults } from './journaled-results';
import { keyOf, type Journal } from './journal';

/** Larger files are no single input: they are left out unread. */
const MOST_BYTES = 2 ** 29;

/** A file by its content. */
export interface FileHash {
  /** SHA-256 of the content. */
  readonly hash: string;
  /** The content, where the file had to be read to know its hash. */
  readonly bytes?: Buffer;
}

/**
 * The hash of a file, remembered in the journal by the file's size and time, so that a later run reads nothing that has
 * not changed.
 * @throws LensError `corrupt-image` when it is no file or too large, `not-found` when it cannot be read
 */
export async function hashFile(journal: Journal, path: string): Promise<FileHash> {
  const stamp = readable(() => statSync(path));
  // A pipe would be waited for without end.
  if (!stamp.isFile()) throw new LensError({ code: 'corrupt-image', what: 'it is no file' });
  const { size, mtimeMs } = stamp;
  if (size > MOST_BYTES)
    throw new LensError({
      code: 'corrupt-image',
      what: `the file has ${Math.round(size / 2 ** 20)} MB, more than ${MOST_BYTES / 2 ** 20}`,
    });
  let bytes: Buffer | undefined;
  const hash = await new JournaledResults(journal, keyOf('file', path)).of(keyOf(size, mtimeMs), () => {
    bytes = readable(() => readFileSync(path));
    return createHash('sha256').update(bytes).digest('hex');
  });
  return { hash, bytes };
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new LensError(
      { code: 'not-found', what: `the file cannot be read (${(error as NodeJS.ErrnoException).code})` },
      { cause: error },
    );
  }
}
