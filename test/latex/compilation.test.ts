// Needs pdfLaTeX (texlive-latex-recommended), which is no part of the set-up: `npm run check:latex`.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latex } from '../../src/engine/report/latex';
import type { Cell, Report } from '../../src/engine/report/table';
import { plain, reportOf, table } from '../engine/report/texts';

describe('a report compiled by pdfLaTeX', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'saliency-lens-latex-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** What pdfLaTeX logs. @throws when it stops at an error. */
  function compiled(report: Report): string {
    writeFileSync(join(folder, 'report.tex'), latex.write(report));
    execFileSync('pdflatex', ['-interaction=batchmode', '-halt-on-error', 'report.tex'], {
      cwd: folder,
      stdio: 'ignore',
    });
    return readFileSync(join(folder, 'report.log'), 'latin1');
  }

  it('takes every character in every place', () => {
    const points = [...Array(0x2400).keys(), 0x574f, 0x1f600, 0xfe0f, 0xd800, 0xfffd].map((code) =>
      String.fromCodePoint(code),
    );
    const all = Array.from({ length: Math.ceil(points.length / 64) }, (_, i) =>
      points.slice(64 * i, 64 * (i + 1)).join(''),
    );
    const odd = plain.map(([text]) => text);
    const [row, ...others] = [...odd, '[x]', '*', '', '坏'].map((name): Cell[] => [name, 1]);
    compiled({
      title: odd.join(' '),
      sections: [
        {
          title: odd.join(' '),
          paragraphs: [...all, ...odd],
          command: odd.join(' '),
          terms: odd.map((term) => ({ term, text: term })),
          tables: [
            { ...table(0), caption: odd.join(' '), rows: [row, ...others] },
            { ...table(0), rows: [...others, row, ...others, ...others] },
          ],
        },
      ],
    });
  });

  it('takes a thousand classes, hundreds of long names and hundreds of tables, none too large for its page', () => {
    const names = (row: number): string =>
      `folder/with_a_long_name/${'坏'.repeat(3)}${'deadbeef'.repeat(12)}_${row}.png`;
    const log = compiled(
      reportOf(table(1000), table(300, names), table(40), ...Array.from({ length: 200 }, () => table(8))),
    );
    assert.doesNotMatch(log, /Float too large|Overfull/);
  });
});
