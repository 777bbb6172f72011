import { posix } from 'node:path';
import { LensError } from '../../protocol/error';

const LABEL = '{label}';
const ENDING = /\.[^./]+$/;

/**
 * What the signs of a pattern stand for, as parts of a regular expression; a label begins and ends with no separator.
 */
const SIGNS: Readonly<Record<string, string>> = { [LABEL]: '(?<label>[^/]+?)', '*': '[^/]*', '#': '\\d+' };

/**
 * Where in a name the label stands, as a person writes it: `{label}-#`, `*_{label}`, `*\/{label}/*`. `*` is anything,
 * `#` a number; the ending is not looked at. A pattern with `/` is held against the path in the folder, one without
 * against the file name.
 * @returns the label in an input's path, or null
 * @throws LensError `invalid-argument` for a pattern without exactly one `{label}`
 */
export function namePattern(written: string): (input: string) => string | null {
  if (written.split(LABEL).length !== 2) {
    throw new LensError({
      code: 'invalid-argument',
      what: `the pattern ${written} must say once where the label stands`,
      next: `Write for example ${LABEL}-#, with # for a number and * for anything`,
    });
  }
  const parts = written.replace(ENDING, '').split(/(\{label\}|[*#])/);
  const pattern = new RegExp(
    `^${parts.map((part) => SIGNS[part] ?? part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('')}$`,
  );
  const wholePath = written.includes('/');
  return (input) => {
    const name = input.replace(ENDING, '');
    return pattern.exec(wholePath ? name : posix.basename(name))?.groups?.label ?? null;
  };
}
