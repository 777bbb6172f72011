import { posix } from 'node:path';
import { LensError } from '../../protocol/error';
import { mainCategory, readCoco } from './coco';
import type { Listing } from './listing';
import { namePattern } from './name-pattern';
import { inputFinder } from './named-input';
import { readTable, type LabelRow, type LabelTable } from './table';

/** Labels found for the inputs of a folder. */
export interface Labels {
  /** A sentence a person can check. */
  readonly description: string;
  readonly of: ReadonlyMap<string, string>;
  /** Mask files named beside the labels, relative to the folder. */
  readonly masks?: ReadonlyMap<string, string>;
  /** Entries that cannot be used, and why. */
  readonly faults?: readonly { readonly name: string; readonly reason: string }[];
}

/** A way labels are kept; it returns null where a folder does not keep them so. */
export interface Labelling {
  readonly id: string;
  readonly label: string;
  /** What a person may add to say where to look. */
  readonly takes: 'file' | 'pattern' | null;
  /** @param argument what was added; then nothing is guessed */
  find(listing: Listing, argument?: string): Labels | null;
}

const table: Labelling = {
  id: 'table',
  label: 'A CSV, TSV or JSON file: image, label, mask',
  takes: 'file',
  find(listing, file) {
    for (const name of chosen(listing.tables, file)) {
      const read = file === undefined ? guessed(listing.root, name) : readTable(listing.root, name);
      const labels = read && fromRows(read.rows, name, listing);
      if (labels && labels.of.size > 0 && (file !== undefined || isAboutLabels(read, labels, listing))) return labels;
    }
    return null;
  },
};

const chosen = (tables: readonly string[], file: string | undefined): readonly string[] =>
  file === undefined ? tables : tables.filter((name) => name === file);

/** A file that nobody named may be about anything, and in any state. */
function guessed(root: string, name: string): LabelTable | null {
  try {
    return readTable(root, name);
  } catch (error) {
    if (error instanceof LensError) return null;
    throw error;
  }
}

/** What nobody named is about the labels only where it covers most inputs. */
const coversMost = (some: number, { inputs }: Listing): boolean => 2 * some >= inputs.length;

/** Sub-folders may hold the labels. */
const isFlat = ({ inputs }: Listing): boolean => !inputs.some((name) => name.includes('/'));

/**
 * A table of few of the inputs will do if these are most of its rows, and it says that it holds labels, or nothing else
 * can.
 */
function isAboutLabels({ rows, evidence }: LabelTable, { of }: Labels, listing: Listing): boolean {
  if (evidence === 'none') return false;
  return coversMost(of.size, listing) || (2 * of.size >= rows.length && (evidence === 'heading' || isFlat(listing)));
}

function fromRows(rows: readonly LabelRow[], name: string, listing: Listing): Labels {
  const inputOf = inputFinder(listing.inputs);
  const of = new Map<string, string>();
  const masks = new Map<string, string>();
  const faults: { name: string; reason: string }[] = [];
  for (const row of rows) {
    const input = inputOf(row.image);
    if (!input) faults.push({ name: row.image, reason: `${name} lists it, but there is no such file` });
    else if (of.has(input) && of.get(input) !== row.label)
      faults.push({ name: input, reason: `${name} gives it the labels ${of.get(input)} and ${row.label}` });
    else of.set(input, row.label);
    if (input && row.mask) masks.set(input, posix.join(posix.dirname(name), row.mask.replace(/\\/g, '/')));
  }
  for (const fault of faults) of.delete(fault.name);
  return { description: `Labels from ${name} (${of.size} files)`, of, masks, faults };
}

const coco: Labelling = {
  id: 'coco',
  label: 'A COCO annotation file: the category that covers most of the image',
  takes: 'file',
  find(listing, file) {
    for (const name of chosen(listing.tables, file).filter((t) => t.toLowerCase().endsWith('.json'))) {
      const of = new Map<string, string>();
      for (const [input, image] of readCoco(listing, name) ?? []) {
        const category = mainCategory(image);
        if (category) of.set(input, category);
      }
      if (of.size > 0 && (file !== undefined || coversMost(of.size, listing)))
        return { description: `Labels from the largest objects in ${name} (${of.size} files)`, of };
    }
    return null;
  },
};

/** Exported, since it can tell whether a set is kept by the classes of a model. */
export const folders: Labelling = {
  id: 'folders',
  label: 'Class sub-folders',
  takes: null,
  find({ inputs }) {
    const nested = inputs.filter((input) => input.includes('/'));
    if (nested.length === 0 || 2 * nested.length < inputs.length) return null;
    const of = new Map(nested.map((input) => [input, input.slice(0, input.indexOf('/'))]));
    return { description: `Labels from the sub-folders ${listed(of)}`, of };
  },
};

/** Where in a file name, without its ending, the label may stand. */
const PATTERNS: readonly { readonly pattern: RegExp; readonly words: string }[] = [
  { pattern: /^(?<label>.*?[^\d\s._-])[\s._-]*\(?\d+\)?$/, words: 'before the number' },
  { pattern: /^\d+[\s._-]+(?<label>[^\d\s._-].*)$/, words: 'after the number' },
  { pattern: /^(?<label>[^\s._-]+)[\s._-].+$/, words: 'up to the first separator' },
];

const fileNames: Labelling = {
  id: 'file-names',
  label: 'File names: cat-01.png, 01_cat.png',
  takes: 'pattern',
  find({ inputs }, written) {
    if (written !== undefined) return fromPattern(written, inputs);
    for (const { pattern, words } of PATTERNS) {
      const of = new Map<string, string>();
      for (const input of inputs) {
        const label = pattern.exec(posix.parse(input).name)?.groups?.label;
        if (label) of.set(input, label);
      }
      const classes = new Set(of.values()).size;
      if (of.size === inputs.length && classes > 1 && 2 * classes <= inputs.length)
        return { description: `Labels from file names, ${words}: ${listed(of)}`, of };
    }
    return null;
  },
};

/** Labels where a pattern a person wrote has its `{label}`; names it does not fit have none. */
function fromPattern(written: string, inputs: readonly string[]): Labels | null {
  const labelIn = namePattern(written);
  const of = new Map<string, string>();
  for (const input of inputs) {
    const label = labelIn(input);
    if (label) of.set(input, label);
  }
  return of.size > 0 ? { description: `Labels from names like ${written}: ${listed(of)}`, of } : null;
}

function listed(of: ReadonlyMap<string, string>): string {
  const names = [...new Set(of.values())].sort();
  return names.length > 6 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}

/** In the order in which they are tried: what somebody wrote down wins over what names suggest. */
export const LABELLINGS: readonly Labelling[] = Object.freeze([table, coco, folders, fileNames]);
