import type { ReportFormat } from './format';
import { cellText, isMean, type Cell, type Section, type Table } from './table';

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}',
  '{': '\\{', '}': '\\}', '&': '\\&', '%': '\\%', '$': '\\textdollar{}', '#': '\\#', _: '\\_',
  '<': '\\textless{}', '>': '\\textgreater{}', '|': '\\textbar{}', '"': '\\textquotedbl{}',
};
/** Signs of formulas, which text fonts do not have. */
const MATHS: Readonly<Record<string, string>> = {
  '·': '\\cdot', '×': '\\times', '−': '-', '∞': '\\infty', '≥': '\\geq', '≤': '\\leq', '∩': '\\cap', '∪': '\\cup', 'Σ': '\\Sigma', '√': '\\surd', '‖': '\\|',
  'ρ': '\\rho', 'τ': '\\tau', 'κ': '\\kappa', 'σ': '\\sigma', 'μ': '\\mu', 'δ': '\\delta', '∫': '\\int', '⟨': '\\langle', '⟩': '\\rangle', '⌊': '\\lfloor', '⌋': '\\rfloor',
  '±': '\\pm', '½': '\\frac12', 'ₐ': '_a', '₀': '_0', '₁': '_1', '₂': '_2', 'ᵢ': '_i', '²': '^2',
};

function escaped(text: string): string {
  return Array.from(text.replace(/\s*\n\s*/g, ' '), (c) => SPECIAL[c] ?? (c in MATHS ? `$${MATHS[c]}$` : c)).join('').replace(/\$\$/g, ' ');
}

function cellOf(cell: Cell): string {
  const text = escaped(cellText(cell));
  return isMean(cell) && cell.best ? `\\textbf{${text}}` : text;
}

function tableOf({ caption, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `${cells.join(' & ')} \\\\`;
  return [
    '\\begin{table}[ht]',
    '\\centering',
    `\\caption{${escaped(caption)}}`,
    '\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%',
    `\\begin{tabular}{${columns.map((c) => (c.text ? 'l' : 'r')).join('')}}`,
    '\\toprule',
    line(columns.map((c) => escaped(c.label))),
    '\\midrule',
    ...rows.map((row) => line(row.map(cellOf))),
    '\\bottomrule',
    '\\end{tabular}}',
    '\\end{table}',
    '',
  ].join('\n');
}

function sectionOf({ title, paragraphs = [], terms = [], tables = [] }: Section): string {
  const list = terms.length > 0 ? ['\\begin{description}', ...terms.map(({ term, text }) => `\\item[${escaped(term)}] ${escaped(text)}`), '\\end{description}', ''] : [];
  return [`\\section{${escaped(title)}}`, '', ...paragraphs.flatMap((text) => [escaped(text), '']), ...tables.map(tableOf), ...list].join('\n');
}

const PREAMBLE = ['\\documentclass{article}', '\\usepackage[T1]{fontenc}', '\\usepackage[utf8]{inputenc}', '\\usepackage{booktabs,graphicx,textcomp}', '\\usepackage[margin=2cm]{geometry}', '\\sloppy'];

/** A document that pdfLaTeX takes as it is; its tables can be taken out one by one. */
export const latex: ReportFormat = {
  id: 'latex',
  label: 'LaTeX',
  ending: 'tex',
  write: ({ title, sections }) =>
    [...PREAMBLE, '\\begin{document}', `\\title{${escaped(title)}}`, '\\date{}', '\\maketitle', '', ...sections.map(sectionOf), '\\end{document}', ''].join('\n'),
};
