import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { LensError } from '../../protocol/error';
import { IMAGE } from '../file/kind';
import { readFile } from '../file/reading';
import type { EvaluationInput } from './evaluation-set';
import { JournaledResults } from './journaled-results';
import { keyOf, type Journal } from './journal';

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
  const { size, mtimeMs } = stampOf(path);
  let bytes: Buffer | undefined;
  const hash = await new JournaledResults(journal, keyOf('file', path)).of(keyOf(size, mtimeMs), () => {
    bytes = readFile(path, IMAGE);
    return contentHash(bytes);
  });
  return { hash, bytes };
}

/** The hash of an input: of a volume that lies in several files that of all. @throws LensError as {@link hashFile} */
export async function hashInput(
  journal: Journal,
  { path, slices = [] }: Pick<EvaluationInput, 'path' | 'slices'>,
): Promise<FileHash> {
  const own = await hashFile(journal, path);
  if (slices.length === 0) return own;
  const hashes = [own.hash];
  for (const slice of slices) hashes.push((await hashFile(journal, slice)).hash);
  return { ...own, hash: contentHash(Buffer.from(hashes.join())) };
}

export const contentHash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function stampOf(path: string): { readonly size: number; readonly mtimeMs: number } {
  try {
    return statSync(path);
  } catch (error) {
    throw new LensError(
      { code: 'not-found', what: `the file cannot be read (${(error as NodeJS.ErrnoException).code})` },
      { cause: error },
    );
  }
}
