import type { ReportFormat } from '../format';
import { citation } from '../../../protocol/paper';
import type { Section, Term } from '../table';
import { tableOf } from './table';
import { breakable, escaped } from './text';

function termOf({ term, text, paper }: Term): string {
  const source = paper ? ` ${escaped(citation(paper))}, ${breakable(escaped(paper.url), SHORT)}` : '';
  return `\\item[{${escaped(term)}}] ${escaped(text)}${source}`;
}

function sectionOf({ title, paragraphs = [], command, terms = [], tables = [] }: Section): string {
  const list = terms.length > 0 ? ['\\begin{description}', ...terms.map(termOf), '\\end{description}', ''] : [];
  return [
    `\\section{${escaped(title)}}`,
    '',
    ...paragraphs.flatMap((text) => [escaped(text), '']),
    ...(command === undefined ? [] : [commandOf(command), '']),
    ...tables.map(tableOf),
    ...list,
  ].join('\n');
}

/** Words up to this length are left whole in running text; addresses are longer. */
const SHORT = 20;
/** Characters of typewriter type in a line. */
const TYPED = 90;

/** Typewriter type has neither hyphenation nor ligatures, so what is copied from the page is the command. */
const commandOf = (command: string): string => `{\\raggedright\\ttfamily ${breakable(escaped(command), TYPED)}\\par}`;

/** Outlines of letters where they are installed, and characters that can be copied. */
const PREAMBLE = [
  '% [U+0000] stands for a character that pdfLaTeX does not know. Tables need booktabs and graphicx, those over pages array and longtable.',
  '% Run pdfLaTeX again as long as it says that widths have changed.',
  '\\documentclass{article}',
  '\\usepackage[T1]{fontenc}',
  '\\usepackage[utf8]{inputenc}',
  '\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}',
  '\\usepackage{array,booktabs,graphicx,longtable,textcomp}',
  '\\usepackage[margin=2cm]{geometry}',
  '\\input{glyphtounicode}',
  '\\pdfgentounicode=1',
  '\\sloppy',
];

/**
 * Tables may all wait for the same page; LaTeX stops where it has no room for so many, or thinks that it waits in vain.
 */
function waitingRoom(sections: readonly Section[]): string[] {
  const most = sections.reduce((sum, { tables = [] }) => sum + tables.length, 100);
  return [`\\extrafloats{${most}}`, `\\maxdeadcycles=${10 * most}`];
}

/** A document that pdfLaTeX takes as it is; its tables can be taken out one by one. */
export const latex: ReportFormat = {
  id: 'latex',
  label: 'LaTeX',
  ending: 'tex',
  write: ({ title, sections }) =>
    [
      ...PREAMBLE,
      ...waitingRoom(sections),
      '\\begin{document}',
      `\\title{${escaped(title)}}`,
      '\\date{}',
      '\\maketitle',
      '',
      ...sections.map(sectionOf),
      '\\end{document}',
      '',
    ].join('\n'),
};
