import { dirname, extname, win32 } from 'node:path';
import { LensError } from '../../protocol/error';
import { LABELS } from '../file/kind';
import { readText } from '../file/reading';
import { placeInside } from '../file/workspace';
import { classNames, NO_NAMES, type ClassNames } from './class-names';
import type { LabelEntry, LabelReader } from './entry';
import { json } from './json';
import { labelMap } from './label-map';
import { lines } from './lines';
import { python } from './python';
import { table } from './table';
import { yaml } from './yaml';

/** Every form in which names of classes are kept, the most definite first; a new one is one file and one line here. */
const READERS: readonly LabelReader[] = Object.freeze([json, yaml, labelMap, python, table, lines]);

/**
 * The names a sidecar gives the classes of a model: a list, or a file in any form that tools write.
 * @param labels as the sidecar has them
 * @param sidecar its path
 * @param classes of the model, where they are known
 * @throws LensError that names the file, and the line where it is broken
 */
export function readClassNames(
  labels: readonly string[] | string | undefined,
  sidecar: string,
  classes?: number,
): ClassNames {
  if (labels === undefined) return NO_NAMES;
  // Names as a person wrote them are shown as they are.
  if (typeof labels !== 'string')
    return classNames(
      labels.map((name) => ({ name })),
      classes,
      sidecar,
    );
  const { path, note } = labelsPlace(labels, sidecar);
  const found = classNames(entriesOf(path), classes, path);
  return { ...found, notes: [...note, ...found.notes] };
}

/** A path of Windows, which people also read elsewhere: `C:\names\labels.txt`. */
const WINDOWS_ROOT = /^(?:[A-Za-z]:[\\/]|\\\\)/;

/** Where the file lies that a sidecar names, relative to itself. */
function labelsPlace(labels: string, sidecar: string): { path: string; note: readonly string[] } {
  const folder = dirname(sidecar);
  const isOfWindows = process.platform !== 'win32' && WINDOWS_ROOT.test(labels);
  const named = isOfWindows
    ? win32.basename(labels)
    : process.platform === 'win32'
      ? labels
      : labels.replaceAll('\\', '/');
  const path = placeInside(folder, named, `"labels" (${labels})`, sidecar);
  return { path, note: isOfWindows ? [`The labels are those of ${named} beside the model, not of ${labels}.`] : [] };
}

/** What a labels file tells of its classes. @throws LensError */
export function entriesOf(path: string): readonly LabelEntry[] {
  const text = readText(path, LABELS);
  const refused = (what: string): LensError =>
    new LensError({
      code: 'invalid-argument',
      what: `the labels file ${what}`,
      where: path,
      next: `It may be ${READERS.map(({ form }) => form).join('; ')}`,
    });
  if (text.includes('\0')) throw refused('is no text');
  if (text.trim() === '') throw refused('is empty');
  const source = { text, ending: extname(path).toLowerCase(), where: path };
  for (const reader of READERS) {
    const entries = reader.read(source);
    if (entries?.length === 0) break;
    if (entries) return entries;
  }
  throw refused('names no classes in a form that is known');
}
