import type { Cell, Report, Table } from '../../../src/engine/report/table';

export const table = (length: number, name = (row: number): string => `class_${row}`): Table => ({
  caption: `${length} rows`,
  columns: [{ label: 'Method', text: true }, { label: 'Σ²·x' }],
  rows: Array.from({ length }, (_, row): Cell[] => [
    name(row),
    { mean: 0.123456, low: 0.1, high: 0.2, best: row === 0 },
  ]),
});
export const reportOf = (...tables: readonly Table[]): Report => ({
  title: 'A & B',
  sections: [{ title: 'Numbers_1', paragraphs: ['100 % of'], tables }],
});

/** Texts, and what LaTeX must be given so that they come out as they are. */
export const plain: readonly (readonly [string, string])[] = [
  ['100 % & $5 #1 a_b {c}', '100 \\% \\& \\textdollar{}5 \\#1 a\\_b \\{c\\}'],
  ['--out ---', '-{}-out -{}-{}-'],
  ["'it' ''", '\\textquotesingle{}it\\textquotesingle{} \\textquotesingle{}\\textquotesingle{}'],
  ['?` "q" ,,', '?\\textasciigrave{} \\textquotedbl{}q\\textquotedbl{} ,{},'],
  ['C:\\a~b^c', 'C:\\textbackslash{}a\\textasciitilde{}b\\textasciicircum{}c'],
  ['<a|b>', '\\textless{}a\\textbar{}b\\textgreater{}'],
  ['a  b   c', 'a \\ b \\ \\ c'],
  ['a\n b', 'a b'],
  ['[0, 1]', '{[}0, 1]'],
  ['é ß – “ﬀ”', 'é ß – “[U+FB00]”'],
  ['e\u0301', 'é'],
  ['ŷ ȳ x\u0303', 'ŷ \\={y} \\~{x}'],
  ['坏😀.png', '{[}U+574F][U+1F600].png'],
  ['a\u0007\ud800\u200b', 'a[U+0007][U+D800][U+200B]'],
  ['θ\u0304', '$\\bar{\\theta}$'],
  ['β·σ', '$\\beta \\cdot \\sigma$'],
  ['Σ₁₂⁻¹', '$\\Sigma$\\textsubscript{1}\\textsubscript{2}\\textsuperscript{$-$}\\textsuperscript{1}'],
];
