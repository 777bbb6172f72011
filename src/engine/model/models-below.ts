import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { holdsModel, isModelName, mayBeModel } from './nearby-models';

/** Folders of other programs, in which no one keeps a model. */
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', '__pycache__']);
/** Of more entries in a folder, which then holds data rather than models, the others are not looked at. */
const MOST_ENTRIES = 100_000;
const MOST_JSON = 3000;

/** Paths of the models below a folder, in their order; hidden folders are left out, and links are not followed. */
export function modelsBelow(root: string): string[] {
  const found: string[] = [];
  let [entries, json] = [0, 0];
  const visit = (folder: string): void => {
    for (const entry of entriesOf(join(root, folder))) {
      if (++entries > MOST_ENTRIES) return;
      const name = join(folder, entry.name);
      if (entry.isDirectory() && !entry.name.startsWith('.') && !LEFT_OUT.has(entry.name)) visit(name);
      if (!entry.isFile()) continue;
      if (isModelName(entry.name)) found.push(name);
      else if (mayBeModel(entry.name) && ++json <= MOST_JSON && isModel(join(root, name))) found.push(name);
    }
  };
  visit('');
  return found;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    // A folder that may not be read holds no model that could be opened.
    return [];
  }
}

function isModel(path: string): boolean {
  try {
    return holdsModel(path);
  } catch {
    return false;
  }
}
