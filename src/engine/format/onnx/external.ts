import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, resolve, sep } from 'node:path';
import { LensError } from '../../../protocol/error';
import { WEIGHTS } from '../../file/kind';
import { readFile } from '../../file/reading';
import type { ExternalData } from './weights';

/** The external weight files of one model. */
export interface ExternalFiles {
  readonly read: ExternalData;
  /** The files read so far, by their names. */
  readonly opened: ReadonlyMap<string, Uint8Array>;
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
    const bytes = readFile(insideFolder(folder, location, modelPath), WEIGHTS);
    files.set(location, bytes);
    return bytes;
  };
  return { read, opened: files };
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
