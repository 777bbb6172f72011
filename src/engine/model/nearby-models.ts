import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MODEL_ENDINGS, OPENING_BYTES, SAVED_MODEL, opensModel } from '../../protocol/model-files';

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

function openingOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(OPENING_BYTES);
    return bytes.toString('utf8', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
