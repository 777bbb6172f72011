import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { REPORT_FORMATS } from '../../../src/engine/report';
import { fromText } from '../../../src/protocol/csv';
import { csvPieces } from '../../../src/engine/report/csv';
import { html } from '../../../src/engine/report/html';
import { markdown } from '../../../src/engine/report/markdown';
import { cellText, shortNumber, type Report } from '../../../src/engine/report/table';
import { PAPER } from '../../support/paper';

const report: Report = {
  title: 'A & B',
  sections: [
    {
      title: 'Numbers_1',
      paragraphs: ['100 % of <script>alert(1)</script> | a\nb'],
      tables: [
        {
          caption: 'Best',
          columns: [
            { label: 'Method', text: true },
            { label: 'Σ²·x', hint: 'lower < "higher"' },
          ],
          rows: [
            ['a|b', { mean: 0.123456, low: 0.1, high: 0.2, best: true }],
            ['c_d', { mean: null, low: null, high: null }],
            ['$e', 3],
          ],
        },
      ],
      command: 'lens --out "a_b" \\ <c>',
      terms: [
        { term: 't', text: 'x_i' },
        { term: 'u', text: 'y.', paper: { ...PAPER, title: 'A <b> & c_d' } },
      ],
    },
  ],
};

describe('report formats', () => {
  it('are named once, each with its own ending', () =>
    assert.equal(new Set(REPORT_FORMATS.map((f) => f.ending)).size, REPORT_FORMATS.length));

  it('Markdown escapes what would be markup and marks the best', () => {
    const text = markdown.write(report);
    assert.ok(text.includes('| a\\|b | **0.1235 \\[0.1, 0.2\\]** |'), text);
    assert.ok(text.includes('| Method | Σ²·x |\n| --- | ---: |\n'));
    assert.ok(text.includes('\\<script\\>') && text.includes('- **t**: x\\_i'));
    assert.ok(text.includes('- **u**: y. [Doe & Roe 2020, A \\<b\\> & c\\_d](<https://example.org/paper>)'), text);
    assert.ok(text.includes('| c\\_d |  |'));
    assert.ok(text.includes('\n\n    lens --out "a_b" \\ <c>\n\n'), 'a command to be copied as it is');
  });

  it('HTML needs nothing else, runs nothing of the data, and keeps whole numbers for sorting', () => {
    const text = html.write(report);
    assert.ok(text.includes('<title>A &amp; B</title>') && !text.includes('<script>alert'));
    assert.ok(text.includes('data-value="0.123456"><strong>0.1235 [0.1, 0.2]</strong>'));
    assert.ok(text.includes('title="lower &lt; &quot;higher&quot;"'));
    assert.ok(text.includes('<pre><code>lens --out &quot;a_b&quot; \\ &lt;c&gt;</code></pre>'));
    const link = '<a href="https://example.org/paper">Doe &amp; Roe 2020, A &lt;b&gt; &amp; c_d</a>';
    assert.ok(text.includes(`<dd>y. ${link}</dd>`));
    assert.doesNotMatch(text.replace(link, ''), /(?:src|href)=|url\(|@import|https?:/);
  });

  it('HTML lets its own script run and no other', () => {
    const text = html.write(report);
    const scripts = [...text.matchAll(/<script>([^]*?)<\/script>/g)].map(([, script]) => script);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)![1];
    assert.equal(scripts.length, 1);
    assert.match(policy, /default-src 'none'/);
    assert.equal(
      /script-src ([^;]*)/.exec(policy)![1],
      `'sha256-${createHash('sha256').update(scripts[0]).digest('base64')}'`,
    );
  });

  it('CSV gives every value back whole, and nothing for what is missing', () => {
    const rows = Array.from({ length: 1203 }, (_, i) => [
      `"q", ${i}\nx`,
      i / 3,
      i % 2 === 0,
      i % 3 === 0 ? null : i % 3 === 1 ? NaN : -1e-9,
    ]);
    const read = parse<Record<string, string>>([...csvPieces(['name', 'value', 'flag', 'odd'], rows)].join(''), {
      columns: true,
    });
    assert.equal(read.length, rows.length);
    read.forEach((row, i) => {
      assert.deepEqual([row.name, Number(row.value), row.flag], [rows[i][0], rows[i][1], String(rows[i][2])]);
      assert.equal(row.odd, i % 3 === 2 ? '-1e-9' : '');
    });
  });

  it('CSV leaves spreadsheets nothing to compute, and numbers as they are', () => {
    const formulas = [
      '=1+1',
      '+A1',
      '-A1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      '\n=1',
      '＝1+1',
      "'=1+1",
      '=HYPERLINK("x","y")',
    ];
    const plain = ['cat', "rock 'n' roll", "'t Hof", '', '-1', '+1.5e-3', 'a=b', 'a@b'];
    const written = [...csvPieces(['=key'], [[-1e-9], [-1], ...[...formulas, ...plain].map((text) => [text])])].join(
      '',
    );
    const cells = parse(written).map(([cell]) => cell ?? '');
    assert.deepEqual(cells.slice(0, 3), ["'=key", '-1e-9', '-1']);
    assert.deepEqual(cells.slice(3), [...formulas.map((text) => `'${text}`), ...plain]);
    assert.deepEqual(cells.slice(3).map(fromText), [...formulas, ...plain], 'they are read as they were');
  });

  for (const [value, text] of [
    [0, '0'],
    [12, '12'],
    [-0.25, '-0.25'],
    [1 / 3, '0.3333'],
    [123.456, '123.5'],
    [99999.5, '100000'],
    [1e-7, '1.00e-7'],
    [2.5e9, '2.50e+9'],
    [NaN, ''],
    [Infinity, '∞'],
  ] as const) {
    it(`writes ${value} as ${text || 'nothing'}`, () => assert.equal(shortNumber(value), text));
  }

  it('leaves out an interval that is not known', () =>
    assert.equal(cellText({ mean: 0.5, low: null, high: null }), '0.5'));
});
