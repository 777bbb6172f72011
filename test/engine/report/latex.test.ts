import assert from 'node:assert/strict';
import { latex } from '../../../src/engine/report/latex';
import { escaped } from '../../../src/engine/report/latex/text';
import { plain, reportOf, table } from './texts';

describe('LaTeX report', () => {
  for (const [text, tex] of plain)
    it(`writes ${JSON.stringify(text)} so that it comes out as it is`, () => assert.equal(escaped(text), tex));

  it('sets the command in type that neither hyphenates nor joins characters', () => {
    const text = latex.write({
      title: '',
      sections: [{ title: '', command: `lens --out 'a b/c' ${'deep/'.repeat(20)}` }],
    });
    assert.match(
      text,
      /\{\\raggedright\\ttfamily lens -\{\}-out \\textquotesingle\{\}a b\/c\\textquotesingle\{\} (?:deep\/\\penalty500 ){19}deep\/\\par\}/,
    );
  });

  it('floats a table that fits on a page', () => {
    const text = latex.write(reportOf(table(3)));
    assert.ok(text.includes('\\begin{table}[htbp]') && !text.includes('\\begin{longtable}'));
    assert.ok(text.includes('class\\_0 & \\textbf{0.1235 [0.1, 0.2]} \\\\'));
    assert.ok(text.includes('Method & $\\Sigma$\\textsuperscript{2}$\\cdot$x \\\\'), text);
  });

  it('lets a long table go over pages, its headings on each', () => {
    const text = latex.write(reportOf(table(41)));
    assert.ok(text.includes('\\begin{longtable}{lr}') && !text.includes('\\begin{table}'));
    assert.equal(text.match(/Method & /g)?.length, 2);
    for (const rule of ['\\toprule', '\\midrule', '\\bottomrule', '\\endfirsthead', '\\endhead'])
      assert.ok(text.includes(rule), rule);
  });

  it('wraps long texts of a long table, and makes one of many columns smaller', () => {
    const wide = {
      caption: 'wide',
      columns: Array.from({ length: 30 }, (_, i) => ({ label: `map ${i}` })),
      rows: Array.from({ length: 64 }, () => Array.from({ length: 30 }, () => 1234)),
    };
    assert.match(
      latex.write(reportOf(table(41, () => 'long '.repeat(40)))),
      /\\begin\{longtable\}\{>\{\\raggedright\\arraybackslash\}p\{\d+em\}r\}/,
    );
    assert.match(latex.write(reportOf(wide)), /\\fontsize\{[34]\}/);
  });
});
