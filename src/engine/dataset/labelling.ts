import { posix } from 'node:path';
import { mainCategory, readCoco } from './coco';
import type { Listing } from './listing';
import { namePattern } from './name-pattern';
import { readTable, type LabelRow } from './table';

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
      const rows = readTable(listing.root, name);
      const labels = rows && fromRows(rows, name, listing, file === undefined ? 0.5 : 0);
      if (labels) return labels;
    }
    return null;
  },
};

const chosen = (tables: readonly string[], file: string | undefined): readonly string[] => (file === undefined ? tables : tables.filter((name) => name === file));

/** @param share a table is one of labels when at least so many of its rows name a file of the folder, by path or by a file name that occurs once */
function fromRows(rows: readonly LabelRow[], name: string, { inputs }: Listing, share: number): Labels | null {
  const byPath = new Set(inputs);
  const byName = new Map<string, string | null>();
  for (const input of inputs) byName.set(posix.basename(input), byName.has(posix.basename(input)) ? null : input);
  const of = new Map<string, string>();
  const masks = new Map<string, string>();
  const faults: { name: string; reason: string }[] = [];
  for (const row of rows) {
    const path = posix.normalize(row.image.replace(/\\/g, '/'));
    const input = byPath.has(path) ? path : byName.get(posix.basename(path));
    if (!input) faults.push({ name: row.image, reason: `${name} lists it, but there is no such file` });
    else if (of.has(input) && of.get(input) !== row.label) faults.push({ name: input, reason: `${name} gives it the labels ${of.get(input)} and ${row.label}` });
    else of.set(input, row.label);
    if (input && row.mask) masks.set(input, row.mask.replace(/\\/g, '/'));
  }
  for (const fault of faults) of.delete(fault.name);
  return of.size > 0 && of.size >= share * rows.length ? { description: `Labels from ${name} (${of.size} files)`, of, masks, faults } : null;
}

const coco: Labelling = {
  id: 'coco',
  label: 'A COCO annotation file: the category that covers most of the picture',
  takes: 'file',
  find({ root, tables, inputs }, file) {
    for (const name of chosen(tables, file).filter((t) => t.toLowerCase().endsWith('.json'))) {
      const images = readCoco(root, name);
      if (!images) continue;
      const of = new Map<string, string>();
      for (const input of inputs) {
        const image = images.get(input) ?? images.get(posix.basename(input));
        const category = image && mainCategory(image);
        if (category) of.set(input, category);
      }
      if (of.size > 0) return { description: `Labels from the largest objects in ${name} (${of.size} files)`, of };
    }
    return null;
  },
};

const folders: Labelling = {
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
      if (of.size === inputs.length && classes > 1 && 2 * classes <= inputs.length) return { description: `Labels from file names, ${words}: ${listed(of)}`, of };
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
