import { extname, join, resolve } from 'node:path';
import type { LeftOut } from './dataset';
import { isInput } from './endings';
import { isUnnamedDicom } from './unnamed-dicom';
import { filesUnder } from './walk';

const TABLES = new Set(['.csv', '.tsv', '.json', '.jsonl']);
/** Whether a file lies at the top, or where COCO and others keep tables apart from images. */
const IN_PLACE_OF_TABLES = /^((annotations|labels)\/)?[^/]+$/i;
const IN_MASK_FOLDER = /(^|\/)masks\//;
const MASK_ENDING = /\.mask\.(png|npy)$/i;

/** The files of a folder, by what they can be; names are relative, with `/`, in a fixed order. */
export interface Listing {
  /** Absolute. */
  readonly root: string;
  /** Images and arrays. */
  readonly inputs: readonly string[];
  /** Tables of labels at the top of the folder, or in `annotations/` or `labels/` there. */
  readonly tables: readonly string[];
  /** Masks, in a folder `masks` beside their image or above, or beside their image. */
  readonly masks: readonly string[];
  readonly others: readonly string[];
  /** Folders that are not listed, and why. */
  readonly unusable: readonly LeftOut[];
}

/** What nobody named is about the labels only where it covers most inputs. */
export const coversMost = (some: number, { inputs }: Listing): boolean => 2 * some >= inputs.length;

/** Sub-folders may hold the labels. */
export const isFlat = ({ inputs }: Listing): boolean => !inputs.some((name) => name.includes('/'));

/**
 * Everything under a folder but hidden files and folders, and results of evaluations.
 * @throws LensError `not-found` when the folder cannot be read
 */
export function listing(folder: string): Listing {
  const root = resolve(folder);
  const { files, unusable } = filesUnder(root);
  const found = { inputs: [] as string[], tables: [] as string[], masks: [] as string[], others: [] as string[] };
  for (const name of files) found[kindOf(root, name)].push(name);
  return { root, ...found, unusable };
}

function kindOf(root: string, name: string): 'inputs' | 'tables' | 'masks' | 'others' {
  if (MASK_ENDING.test(name) || IN_MASK_FOLDER.test(name)) return 'masks';
  if (isInput(name) || isUnnamedDicom(join(root, name))) return 'inputs';
  return TABLES.has(extname(name).toLowerCase()) && IN_PLACE_OF_TABLES.test(name) ? 'tables' : 'others';
}
