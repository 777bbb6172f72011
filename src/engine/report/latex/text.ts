import { ACCENTS, KNOWN, LOWERED, MATHS, MATHS_ACCENTS, RAISED, SPECIAL } from './signs';

/**
 * Text that comes out as it is, with no two characters joined into another; what pdfLaTeX does not know is written by
 * its code, as `[U+574F]`. A bracket or star in front is in braces, since it would be read as an option of the command
 * before.
 */
export function escaped(text: string): string {
  const tex = Array.from(
    text
      .replace(/\s*\n\s*/g, ' ')
      .normalize('NFC')
      .match(/\P{M}\p{M}*|\p{M}+/gu) ?? [],
    written,
  ).join('');
  return tex
    .replace(/\$\$/g, ' ')
    .replace(/([-,])(?=\1)/g, '$1{}')
    .replace(/(?<= ) /g, '\\ ')
    .replace(/^[[*]/, '{$&}');
}

/** Lets lines end inside words longer than a line, which is better than running off the page. */
export const breakable = (tex: string, line: number): string =>
  tex.replace(/\S+/g, (word) =>
    word.length > line ? word.replace(/(?:(?<!\\)[/.\]]|\\_|[A-Za-z0-9]{30})(?=[^{])/g, '$&\\penalty500 ') : word,
  );

/** A letter with its marks. */
function written(letter: string): string {
  const [base, ...marks] = letter.normalize('NFD');
  if (Array.from(letter).length === 1 && KNOWN.test(letter)) return sign(letter);
  if (/^[a-z]$/i.test(base) && marks.every((mark) => mark in ACCENTS))
    return marks.reduce((inner, mark) => `\\${ACCENTS[mark]}{${inner}}`, base);
  if (base in MATHS && marks.length === 1 && marks[0] in MATHS_ACCENTS)
    return `$\\${MATHS_ACCENTS[marks[0]]}{${MATHS[base]}}$`;
  return Array.from(letter, sign).join('');
}

function sign(c: string): string {
  if (c in SPECIAL) return SPECIAL[c];
  if (c in MATHS) return `$${MATHS[c]}$`;
  const level = c.normalize('NFKD');
  if (RAISED.test(c) && level !== c) return `\\textsuperscript{${escaped(level)}}`;
  if (LOWERED.test(c) && level !== c) return `\\textsubscript{${escaped(level)}}`;
  return KNOWN.test(c) ? c : `[U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`;
}
