import { citation } from '../../protocol/paper';
import type { ReportFormat } from './format';
import { cellText, isMean, type Cell, type Section, type Table, type Term } from './table';

/** Characters that would begin markup inside a line or a cell. */
const escaped = (text: string): string => text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replace(/\s*\n\s*/g, ' ');

function cellOf(cell: Cell): string {
  const text = escaped(cellText(cell));
  return isMean(cell) && cell.best ? `**${text}**` : text;
}

function tableOf({ caption, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `**${escaped(caption)}**`,
    '',
    line(columns.map((c) => escaped(c.label))),
    line(columns.map((c) => (c.text ? '---' : '---:'))),
    ...rows.map((row) => line(row.map(cellOf))),
    '',
  ].join('\n');
}

function termOf({ term, text, paper }: Term): string {
  const source = paper ? ` [${escaped(citation(paper))}](<${paper.url}>)` : '';
  return `- **${escaped(term)}**: ${escaped(text)}${source}`;
}

function sectionOf({ title, paragraphs = [], command, figures = [], terms = [], tables = [] }: Section): string {
  return [
    `## ${escaped(title)}`,
    '',
    ...paragraphs.flatMap((text) => [escaped(text), '']),
    ...(command === undefined ? [] : [`    ${command.replaceAll('\n', '\n    ')}`, '']),
    ...figures.flatMap(({ caption, file }) => [`![${escaped(caption)}](${file})`, '']),
    ...tables.map(tableOf),
    ...terms.map(termOf),
    ...(terms.length > 0 ? [''] : []),
  ].join('\n');
}

/** GitHub's dialect of Markdown. */
export const markdown: ReportFormat = {
  id: 'markdown',
  label: 'Markdown',
  ending: 'md',
  write: ({ title, sections }) => `# ${escaped(title)}\n\n${sections.map(sectionOf).join('\n')}`,
};
