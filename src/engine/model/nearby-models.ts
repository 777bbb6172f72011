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
    const named = all.filter(
      (name) => name === SAVED_MODEL || MODEL_ENDINGS.some((ending) => name.toLowerCase().endsWith(ending)),
    );
    const json = all.filter((name) => name.endsWith('.json') && !name.endsWith('.lens.json')).slice(0, MOST_JSON);
    const names = [...named, ...json.filter((name) => opensModel(openingOf(join(folder, name))))].slice(0, MOST_NAMES);
    return names.length > 0 ? `In that folder: ${names.join(', ')}` : 'Check the path';
  } catch {
    return 'Check the path';
  }
}

const openingOf = (path: string): string =>
  withRegular(path, MODEL, (file) => bytesOf(file, OPENING_BYTES).toString('utf8'));
