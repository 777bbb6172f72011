import { posix } from 'node:path';
import { LensError } from '../../protocol/error';

const LABEL = '{label}';
const ENDING = /\.[^./]+$/;
/** Longer texts are no patterns that a person writes. */
const MOST_CHARACTERS = 200;

/** A part of a pattern: signs that stand for themselves, or a run of signs of one kind. */
type Part = { readonly text: string } | Run;

interface Run {
  readonly least: 0 | 1;
  readonly holds: (sign: string) => boolean;
  /** Whether it takes as little as the rest allows, else as much. */
  readonly lazy: boolean;
}

const inName = (sign: string): boolean => sign !== '/';
const isDigit = (sign: string): boolean => sign >= '0' && sign <= '9';

/** What the signs of a pattern stand for; the label is as short as what stands around it allows. */
const RUNS: ReadonlyMap<string, Run> = new Map<string, Run>([
  [LABEL, { least: 1, holds: inName, lazy: true }],
  ['*', { least: 0, holds: inName, lazy: false }],
  ['#', { least: 1, holds: isDigit, lazy: false }],
]);

/**
 * Where in a name the label stands, as a person writes it: `{label}-#`, `*_{label}`, `*\/{label}/*`. `*` is anything,
 * `#` a number; the ending is not looked at. A pattern with `/` is held against the path in the folder, one without
 * against the file name.
 * @returns the label in an input's path, or null
 * @throws LensError `invalid-argument` for a pattern without exactly one `{label}`, or one that is too long
 */
export function namePattern(written: string): (input: string) => string | null {
  if (written.length > MOST_CHARACTERS)
    throw unusable(`has ${written.length} characters, more than ${MOST_CHARACTERS}`);
  if (written.split(LABEL).length !== 2) throw unusable(`${written} must say once where the label stands`);
  const parts = written
    .replace(ENDING, '')
    .split(/(\{label\}|[*#])/)
    .filter((part) => part !== '')
    .map((text): Part => RUNS.get(text) ?? { text });
  const wholePath = written.includes('/');
  return (input) => {
    const name = input.replace(ENDING, '');
    return labelIn(parts, wholePath ? name : posix.basename(name));
  };
}

function unusable(what: string): LensError {
  return new LensError({
    code: 'invalid-argument',
    what: `the pattern ${what}`,
    next: `Write for example ${LABEL}-#, with # for a number and * for anything`,
  });
}

/** What the lazy run of a pattern takes of a name that fits it as a whole; null for any other name. */
function labelIn(parts: readonly Part[], name: string): string | null {
  const path = new Walk(parts, name).path();
  if (!path) return null;
  const label = parts.findIndex((part) => 'lazy' in part && part.lazy);
  return name.slice(path[label], path[label + 1]);
}

/**
 * Tries a pattern on a name as a regular expression would, but follows no pair of part and place twice: some patterns
 * would otherwise take for ever on names that nearly fit.
 */
class Walk {
  private readonly failed: Uint8Array;
  /** Where each part begins, as far as the walk has come. */
  private readonly starts: number[] = [0];

  constructor(
    private readonly parts: readonly Part[],
    private readonly name: string,
  ) {
    this.failed = new Uint8Array(parts.length * (name.length + 1));
  }

  /** Places where the parts begin, and the end; null where the name does not fit. */
  path(): readonly number[] | null {
    return this.fits(0, 0) ? this.starts : null;
  }

  /** Whether the parts from one on fit the rest of the name. */
  private fits(part: number, at: number): boolean {
    this.starts[part] = at;
    if (part === this.parts.length) return at === this.name.length;
    const state = part * (this.name.length + 1) + at;
    if (this.failed[state] === 1) return false;
    const own = this.parts[part];
    const found =
      'text' in own
        ? this.name.startsWith(own.text, at) && this.fits(part + 1, at + own.text.length)
        : this.runFits(own, part, at);
    this.starts[part] = at;
    if (!found) this.failed[state] = 1;
    return found;
  }

  /** Whether a run may end so that the rest fits; the ends it likes best are tried first. */
  private runFits({ least, holds, lazy }: Run, part: number, at: number): boolean {
    const first = at + least;
    let last = at;
    while (last < this.name.length && holds(this.name[last])) last++;
    for (let k = first; k <= last; k++) if (this.fits(part + 1, lazy ? k : first + last - k)) return true;
    return false;
  }
}
