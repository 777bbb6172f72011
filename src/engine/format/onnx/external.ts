import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, resolve, sep } from 'node:path';
import { LensError } from '../../../protocol/error';
import type { ExternalData } from './weights';

/** Reads of at most this many bytes: one read call cannot pass 2 GiB. */
const CHUNK = 1 << 30;

/** A whole file as one buffer, of any size. @throws LensError `not-found` when it cannot be opened */
export function readWhole(path: string): Uint8Array {
  const file = openedFile(path);
  try {
    const { size } = fstatSync(file);
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size;) {
      const read = readSync(file, bytes, at, Math.min(CHUNK, size - at), at);
      if (read === 0)
        throw new LensError({
          code: 'corrupt-model',
          what: 'the file became shorter while it was read',
          where: path,
          next: 'Wait until it is written, then open it again',
        });
      at += read;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

function openedFile(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new LensError(
      {
        code: 'not-found',
        what: `the file cannot be read (${(error as NodeJS.ErrnoException).code})`,
        where: path,
        next: 'Check the path',
      },
      { cause: error },
    );
  }
}

/** The external weight files of one model. */
export interface ExternalFiles {
  readonly read: ExternalData;
  /** The files read so far. */
  opened(): readonly Uint8Array[];
}

/**
 * External weight files of a model, each read once.
 * @throws LensError when a location leaves the model's folder (absolute, `..`, or through a link): a model must not
 * read other files
 */
export function externalFiles(modelPath: string): ExternalFiles {
  const folder = realpathSync(dirname(modelPath));
  const files = new Map<string, Uint8Array>();
  const read: ExternalData = (location) => {
    const known = files.get(location);
    if (known) return known;
    const bytes = readWhole(insideFolder(folder, location, modelPath));
    files.set(location, bytes);
    return bytes;
  };
  return { read, opened: () => [...files.values()] };
}

function insideFolder(folder: string, location: string, modelPath: string): string {
  const outside = () =>
    new LensError({
      code: 'unsupported-model',
      what: `its weights are said to lie in ${location}, outside the model's folder`,
      where: modelPath,
      next: 'Put the weights file beside the model',
    });
  if (isAbsolute(location) || location.split(/[\\/]/).includes('..')) throw outside();
  let real: string;
  try {
    real = realpathSync(resolve(folder, location));
  } catch {
    throw new LensError({
      code: 'not-found',
      what: `the weights file ${location} is missing`,
      where: modelPath,
      next: 'Copy it beside the model',
    });
  }
  if (!real.startsWith(folder + sep)) throw outside();
  return real;
}
