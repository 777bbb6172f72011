import type { Table } from '../table';
import { cellOf, lineOf } from './cells';
import { breakable, escaped } from './text';

/** Width of the page's text, in points. */
const LINE = 480;
const LARGEST = 9;
/** Of a character on average, in em. */
const CHARACTER = 0.55;
/** Characters in a line of a column whose texts are wrapped. */
const WRAPPED = 40;

const charactersIn = (tex: string): number => tex.replace(/[{}$]/g, '').replace(/\\(?:[A-Za-z]+|.)/g, 'x').length;

/**
 * A table that goes on over pages. It cannot be scaled as a whole: long texts are wrapped, and the type is as small as
 * the width asks for.
 */
export function longTable({ caption, columns, rows }: Table): string {
  const labels = columns.map((c) => escaped(c.label));
  const cells = rows.map((row) => row.map(cellOf));
  const widths = labels.map((label, k) =>
    cells.reduce((most, row) => Math.max(most, charactersIn(row[k])), charactersIn(label)),
  );
  const wrapped = columns.map((c, k) => c.text === true && widths[k] > WRAPPED);
  const ems = widths.reduce((sum, width, k) => sum + 1 + CHARACTER * (wrapped[k] ? WRAPPED : width), 0);
  const size = Math.max(1, Math.min(LARGEST, Math.floor(LINE / ems)));
  const kinds = columns.map((c, k) =>
    wrapped[k] ? `>{\\raggedright\\arraybackslash}p{${WRAPPED * CHARACTER}em}` : c.text ? 'l' : 'r',
  );
  const head = ['\\toprule', lineOf(labels), '\\midrule'];
  return [
    '\\begingroup',
    `\\fontsize{${size}}{${1.2 * size}}\\selectfont`,
    '\\setlength{\\tabcolsep}{.5em}',
    '\\setlength{\\LTcapwidth}{\\linewidth}',
    `\\begin{longtable}{${kinds.join('')}}`,
    `\\caption{${escaped(caption)}} \\\\`,
    ...head,
    '\\endfirsthead',
    ...head,
    '\\endhead',
    '\\bottomrule',
    '\\endfoot',
    ...cells.map((row) => lineOf(row.map((cell, k) => (wrapped[k] ? breakable(cell, WRAPPED) : cell)))),
    '\\end{longtable}',
    '\\endgroup',
    '',
  ].join('\n');
}
