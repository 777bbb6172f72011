import { basename, extname, posix } from 'node:path';
import { LensError } from '../../protocol/error';
import { placeInside } from '../file/workspace';
import type { TableContext } from './columns';
import { coversMost, isFlat, type Listing } from './listing';
import type { Labelling, Labels, Search } from './labelling';
import { inputFinder } from './named-input';
import { readTable, type LabelTable } from './table';

/** Texts that list inputs with their labels, as Caffe's and MXNet's do; notes are texts, too. */
const LISTS = new Set(['.txt', '.lst']);
/** Longer names are cut where they are reported. */
const MOST_SHOWN = 200;

export const table: Labelling = {
  id: 'table',
  label: 'A CSV, TSV or JSON file: image, label, mask',
  takes: 'file',
  find(search) {
    const inputOf = inputFinder(search.listing.inputs);
    return search.argument === undefined ? guessed(search, inputOf) : told(search, search.argument, inputOf);
  },
};

type Finder = TableContext['inputOf'];

/** A file that a person named, wherever it lies, perhaps with its column: `labels.csv#ClassId`. */
function told({ listing, classes }: Search, argument: string, inputOf: Finder): Labels {
  const all = [...listing.tables, ...listing.others];
  const isWhole = all.includes(argument) || !argument.includes('#');
  const at = isWhole ? argument.length : argument.lastIndexOf('#');
  const [name, column] = [argument.slice(0, at), isWhole ? undefined : argument.slice(at + 1)];
  const path = placeInside(listing.root, name, 'the table of labels', listing.root);
  const read = readTable(path, { inputOf, classes }, column);
  if (!read)
    throw new LensError({
      code: 'invalid-argument',
      what: 'the file holds no table of images and labels',
      where: path,
      next: 'Give a CSV, TSV, JSON or text file with an image and its label in each row',
    });
  const labels = fromTable(read, all.includes(name) ? name : basename(name), inputOf);
  if (labels.of.size > 0) return labels;
  throw new LensError({
    code: 'invalid-argument',
    what: `none of the ${read.rows.length} rows of the table names a file of the folder ${listing.root}`,
    where: path,
    next: `Give the table of this folder${read.rows.length > 0 ? `; its first row names ${read.rows[0].image.slice(0, 60)}` : ''}`,
  });
}

/** The first table that is about the labels of the folder. Files that nobody named may be about anything. */
function guessed({ listing, classes, passOver }: Search, inputOf: Finder): Labels | null {
  const lists = listing.others.filter((name) => !name.includes('/') && LISTS.has(extname(name).toLowerCase()));
  for (const name of [...listing.tables, ...lists]) {
    const isList = lists.includes(name);
    try {
      const read = readTable(posix.join(listing.root, name), { inputOf, classes });
      const labels = read && fromTable(read, name, inputOf);
      if (labels && labels.of.size > 0 && isAboutLabels(read, labels, listing, isList)) return labels;
      const isOther = name.endsWith('.json') && labels?.of.size === 0;
      if (read && !isList && !isOther) passOver?.({ name, reason: reasonAgainst(read, labels!) });
    } catch (error) {
      if (!(error instanceof LensError)) throw error;
      if (!isList) passOver?.({ name, reason: error.what });
    }
  }
  return null;
}

/**
 * A table of few of the inputs will do if these are most of its rows, and it says that it holds labels, or nothing else
 * can. Every line of a text must be of an input.
 */
function isAboutLabels({ rows, evidence }: LabelTable, { of }: Labels, listing: Listing, isList: boolean): boolean {
  if (evidence === 'none' || (isList && of.size < rows.length)) return false;
  return coversMost(of.size, listing) || (2 * of.size >= rows.length && (evidence === 'heading' || isFlat(listing)));
}

function reasonAgainst({ rows, evidence }: LabelTable, { of }: Labels): string {
  if (of.size === 0) return `none of its ${rows.length} rows names a file of the folder`;
  return evidence === 'none'
    ? 'no heading says which column holds the labels'
    : `only ${of.size} of its ${rows.length} rows name a file of the folder`;
}

function fromTable({ rows, column, rivals }: LabelTable, name: string, inputOf: Finder): Labels {
  const of = new Map<string, string>();
  const masks = new Map<string, string>();
  const faults: { name: string; reason: string }[] = [];
  for (const row of rows) {
    const input = inputOf(row.image);
    if (!input)
      faults.push({ name: row.image.slice(0, MOST_SHOWN), reason: `${name} lists it, but there is no such file` });
    else if (of.has(input) && of.get(input) !== row.label)
      faults.push({ name: input, reason: `${name} gives it the labels ${of.get(input)} and ${row.label}` });
    else of.set(input, row.label);
    if (input && row.mask) masks.set(input, posix.join(posix.dirname(name), row.mask.replace(/\\/g, '/')));
  }
  for (const fault of faults) of.delete(fault.name);
  const from = column === null ? name : `column ${column} of ${name}`;
  const also = rivals.length > 0 ? `, not ${rivals.slice(0, 3).join(', ')}` : '';
  return { description: `Labels from ${from}${also} (${of.size} files)`, of, masks, faults, source: name };
}
