import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MODEL_ENDINGS, OPENING_BYTES, SAVED_MODEL, opensModel } from '../../protocol/model-files';
import { MODEL } from '../file/kind';
import { bytesOf, withRegular } from '../file/regular';

const MOST_NAMES = 5;
const MOST_JSON = 50;

/** Models that lie in the folder of a path, as a hint. */
export function nearNames(path: string): string {
  try {
    const folder = dirname(path);
    const all = readdirSync(folder);
    const named = all.filter(isModelName);
    const json = all.filter(mayBeModel).slice(0, MOST_JSON);
    const names = [...named, ...json.filter((name) => holdsModel(join(folder, name)))].slice(0, MOST_NAMES);
    return names.length > 0 ? `In that folder: ${names.join(', ')}` : 'Check the path';
  } catch {
    return 'Check the path';
  }
}

/** Whether a file is a model by its name. */
export const isModelName = (name: string): boolean =>
  name === SAVED_MODEL || MODEL_ENDINGS.some((ending) => name.toLowerCase().endsWith(ending));

/** Whether a file of this name is looked into. */
export const mayBeModel = (name: string): boolean => name.endsWith('.json') && !name.endsWith('.lens.json');

/** Whether a JSON file begins as a TensorFlow.js model does. @throws LensError for what cannot be read */
export const holdsModel = (path: string): boolean =>
  opensModel(withRegular(path, MODEL, (file) => bytesOf(file, OPENING_BYTES).toString('utf8')));
