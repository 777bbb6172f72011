import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { LabelFile } from '../../protocol/recipe';
import { entriesOf } from '.';
import { classNames } from './class-names';

/** What files of labels end with. */
const ENDINGS: ReadonlySet<string> = new Set([
  '.txt',
  '.json',
  '.csv',
  '.tsv',
  '.yaml',
  '.yml',
  '.names',
  '.labels',
  '.pbtxt',
]);
/** Files of our own beside a model; none holds names alone. */
const OWN = /\.lens(-suite)?\.json$/i;
const SPEAKING = /label|class|categor|names|synset|imagenet/i;
/** A thousand long names have 30 kB. */
const MOST_BYTES = 2 ** 21;
const MOST_FILES = 200;
const MOST_OFFERED = 3;
const EXAMPLES = 3;

/**
 * Files beside a model that name exactly as many classes as it has: those called like labels first. Nothing is taken of
 * them by itself; they are offered.
 */
export function labelFilesBeside(model: string, classes: number): readonly LabelFile[] {
  const fitting = candidates(model).flatMap((path): LabelFile[] => {
    const names = namesIn(path, classes);
    return names?.length === classes ? [{ name: basename(path), names: names.slice(0, EXAMPLES) }] : [];
  });
  return fitting.slice(0, MOST_OFFERED);
}

function candidates(model: string): string[] {
  const folder = dirname(model);
  const speaks = (name: string): number => Number(!SPEAKING.test(name));
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && ENDINGS.has(extname(entry.name).toLowerCase()) && !OWN.test(entry.name))
    .map(({ name }) => name)
    .filter((name) => name !== basename(model))
    .sort((a, b) => speaks(a) - speaks(b) || a.localeCompare(b))
    .slice(0, MOST_FILES)
    .map((name) => join(folder, name))
    .filter((path) => (statSync(path, { throwIfNoEntry: false })?.size ?? Infinity) <= MOST_BYTES);
}

/** The names in a file, where it is one of labels. */
function namesIn(path: string, classes: number): readonly string[] | null {
  try {
    return classNames(entriesOf(path), classes, path).names;
  } catch {
    // Most files beside a model are none of labels.
    return null;
  }
}
