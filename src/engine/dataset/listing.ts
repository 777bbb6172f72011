import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { LensError } from '../../protocol/error';

const PICTURES = new Set(['.png', '.jpg', '.jpeg', '.bmp', '.webp', '.gif', '.tif', '.tiff', '.avif']);
const TABLES = new Set(['.csv', '.tsv', '.json']);
const MASK_FOLDER = 'masks';
const MASK_ENDING = /\.mask\.(png|npy)$/i;

/** The files of a folder, by what they can be; names are relative, with `/`, in a fixed order. */
export interface Listing {
  readonly root: string;
  /** Pictures and arrays. */
  readonly inputs: readonly string[];
  /** Tables of labels at the top of the folder. */
  readonly tables: readonly string[];
  /** Masks, in `masks/` or beside their picture. */
  readonly masks: readonly string[];
  readonly others: readonly string[];
}

/** Whether a file name says that it is a picture or an array. */
export function isInput(name: string): boolean {
  const ending = extname(name).toLowerCase();
  return PICTURES.has(ending) || ending === '.npy';
}

/**
 * Everything under a folder but hidden files and folders.
 * @throws LensError `not-found` when the folder cannot be read
 */
export function listing(root: string): Listing {
  const found = { inputs: [] as string[], tables: [] as string[], masks: [] as string[], others: [] as string[] };
  const visit = (folder: string): void => {
    for (const entry of entriesOf(join(root, folder))) {
      const name = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) visit(name);
      else if (MASK_ENDING.test(name) || name.startsWith(`${MASK_FOLDER}/`)) found.masks.push(name);
      else if (isInput(name)) found.inputs.push(name);
      else if (!folder && TABLES.has(extname(name).toLowerCase())) found.tables.push(name);
      else found.others.push(name);
    }
  };
  visit('');
  return { root, ...found };
}

function entriesOf(folder: string) {
  try {
    const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
    return readdirSync(folder, { withFileTypes: true }).sort(byName);
  } catch (error) {
    throw new LensError(
      { code: 'not-found', what: `the folder cannot be read (${(error as NodeJS.ErrnoException).code})`, where: folder, next: 'Choose a folder of pictures or arrays' },
      { cause: error },
    );
  }
}
