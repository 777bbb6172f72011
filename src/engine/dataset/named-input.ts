import { posix } from 'node:path';
import { withoutEnding } from './endings';

/** Longer texts are no paths, and folders deeper than these are not compared. */
const MOST_CHARACTERS = 4096;
const MOST_FOLDERS = 64;

/** What Label Studio writes before the name of a file that it has taken in. */
const TAKEN_IN = /(^|\/)[0-9a-f]{8}-(?=[^/]+$)/;

/**
 * How paths may differ and still mean one input: not at all, in capitals, in the ending, in zeros before a number, in
 * what a tool wrote before the name.
 */
const FORMS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => path.toLowerCase(),
  (path) => withoutEnding(path.toLowerCase()),
  (path) => withoutEnding(path.toLowerCase()).replace(/(^|\/)0+(?=\d+$)/, '$1'),
  (path) => withoutEnding(path.toLowerCase()).replace(TAKEN_IN, '$1'),
];

const ADDRESS = /^[a-z][a-z\d+.-]*:\/\//i;

/** The path of an address, or of a file of either system. */
function pathIn(written: string): string {
  const isAddress = ADDRESS.test(written) && URL.canParse(written);
  const path = isAddress ? unescaped(new URL(written).pathname) : written.replace(/\\/g, '/');
  return posix.normalize(path);
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A percent sign that encodes nothing.
    return path;
  }
}

/**
 * Finds the input that a path in a table means: the one of that path in the folder, or the only one whose path ends so,
 * or the one with which the path ends, as tables are written above the folder, or moved with a part of it. Folders that
 * differ are never overlooked. Where none is found so, capitals, the ending (which ids lack), and zeros before a number
 * may differ, if one input alone is left.
 */
export function inputFinder(inputs: readonly string[]): (written: string) => string | null {
  const levels: Level[] = [];
  const whole = new Set(inputs);
  return (written) => {
    if (written.length > MOST_CHARACTERS) return null;
    const path = pathIn(written);
    if (whole.has(path)) return path;
    for (const [at, form] of FORMS.entries()) {
      levels[at] ??= levelOf(inputs, form);
      const found = foundAt(levels[at], form(path));
      if (found) return found;
    }
    return null;
  };
}

/** Inputs by their paths and by the ends of these; null where several share one. */
interface Level {
  readonly whole: ReadonlyMap<string, string | null>;
  readonly ends: ReadonlyMap<string, string | null>;
}

function levelOf(inputs: readonly string[], form: (path: string) => string): Level {
  const whole = new Map<string, string | null>();
  const ends = new Map<string, string | null>();
  for (const input of inputs) {
    const path = form(input);
    whole.set(path, whole.has(path) ? null : input);
    for (const end of endsOf(path)) ends.set(end, ends.has(end) ? null : input);
  }
  return { whole, ends };
}

function foundAt({ whole, ends }: Level, path: string): string | null {
  const end = endsOf(path).find((one) => whole.get(one));
  return ends.get(path) ?? (end === undefined ? null : whole.get(end)!);
}

/** A path without its first folder, without the first two, and so on to the file name, itself included. */
function endsOf(path: string): string[] {
  const parts = path.split('/');
  const first = Math.max(0, parts.length - MOST_FOLDERS);
  return parts.slice(first).map((_, from) => parts.slice(first + from).join('/'));
}
