import { posix } from 'node:path';
import { listed, type Labelling, type Labels } from './labelling';
import { namePattern } from './name-pattern';

/** Where in a file name, without its ending, the label may stand. */
const PATTERNS: readonly { readonly pattern: RegExp; readonly words: string }[] = [
  { pattern: /^(?<label>.*?[^\d\s._-])[\s._-]*\(?\d+\)?$/, words: 'before the number' },
  { pattern: /^\d+[\s._-]+(?<label>[^\d\s._-].*)$/, words: 'after the number' },
  { pattern: /^(?<label>[^\s._-]+)[\s._-].+$/, words: 'up to the first separator' },
];

export const fileNames: Labelling = {
  id: 'file-names',
  label: 'File names: cat-01.png, 01_cat.png',
  takes: 'pattern',
  find({ listing: { inputs }, argument }) {
    if (argument !== undefined) return fromPattern(argument, inputs);
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
