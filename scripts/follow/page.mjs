import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Info strings of the blocks that a page is followed by: `sh`, `diff <file>`, `<language> <new file>`. */
const blockPattern = /^```(\w+)(?: (\S+))?\n([^]*?)^```$/gm;

/** The steps of a page, in order: `{kind: 'run' | 'change' | 'create', file?, text}`. Blocks without a file are examples. */
export function stepsOf(markdown) {
  return [...markdown.matchAll(blockPattern)].flatMap(([, language, file, text]) => {
    if (language === 'sh') return [{ kind: 'run', text }];
    if (file === undefined) return [];
    return [{ kind: language === 'diff' ? 'change' : 'create', file, text }];
  });
}

/** Writes or changes the file of a step below `root`. Throws where the page no longer fits the tree. */
export function apply(root, { kind, file, text }) {
  const place = path.join(root, file);
  if (kind === 'change') return writeFileSync(place, changed(readFileSync(place, 'utf8'), text, file));
  if (existsSync(place)) throw new Error(`${file} is there already`);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
}

/**
 * A text with a change made, whose lines begin with a space, + or -, each group of lines between `…` by itself.
 * @public tests import it when they run
 */
export function changed(text, change, file) {
  return change
    .split(/^…\n/m)
    .map((group) => group.replace(/\n$/, '').split('\n'))
    .reduce((now, lines) => {
      const without = (sign) =>
        lines
          .filter((line) => !line.startsWith(sign))
          .flatMap((line) => `${line.slice(1)}\n`)
          .join('');
      const [whole, old] = [`\n${now}`, `\n${without('+')}`];
      const at = whole.indexOf(old);
      if (at < 0 || whole.indexOf(old, at + 1) >= 0)
        throw new Error(`${file} has ${at < 0 ? 'no place' : 'several places'} for:\n${lines.join('\n')}`);
      return `${whole.slice(0, at)}\n${without('-')}${whole.slice(at + old.length)}`.slice(1);
    }, text);
}
