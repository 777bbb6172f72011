import type { Table } from '../table';
import { cellOf, lineOf } from './cells';
import { escaped } from './text';

/** A table that goes where there is room, made smaller where it is wider than the page. */
export function floatingTable({ caption, columns, rows }: Table): string {
  return [
    '\\begin{table}[htbp]',
    '\\centering',
    `\\caption{${escaped(caption)}}`,
    '\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%',
    `\\begin{tabular}{${columns.map((c) => (c.text ? 'l' : 'r')).join('')}}`,
    '\\toprule',
    lineOf(columns.map((c) => escaped(c.label))),
    '\\midrule',
    ...rows.map((row) => lineOf(row.map(cellOf))),
    '\\bottomrule',
    '\\end{tabular}}',
    '\\end{table}',
    '',
  ].join('\n');
}
