import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { ParameterValue, ParameterValues } from '../../protocol/parameter';
import type { AttributionMethod } from '../attribution/method';
import { ARRAY } from '../file/kind';
import { readFile } from '../file/reading';
import { parametersOf } from '../explanation/methods';

/** Hashes of files by path, size and time: they are asked for with every input. */
const known = new Map<string, string>();

/** Parameters with files named by what they hold, so that results of another content are other results. */
export function withContents(method: AttributionMethod, params: ParameterValues): ParameterValues {
  const files = parametersOf(method).filter(({ kind, name }) => kind === 'file' && typeof params[name] === 'string');
  return files.length === 0
    ? params
    : { ...params, ...Object.fromEntries(files.map(({ name }) => [name, contentOf(String(params[name]))])) };
}

/** A file that cannot be read keeps its path: the method will say what is wrong with it. */
function contentOf(path: string): ParameterValue {
  try {
    const { size, mtimeMs } = statSync(path);
    const key = JSON.stringify([path, size, mtimeMs]);
    const hash = known.get(key) ?? createHash('sha256').update(readFile(path, ARRAY)).digest('hex');
    known.set(key, hash);
    return hash;
  } catch {
    return path;
  }
}
