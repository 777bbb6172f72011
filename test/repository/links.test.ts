import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
/** GitHub's anchor of a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replace(/ /g, '-');
const headings = (text: string): string[] => [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchor(heading));
/** Code is no text: what looks like a link there is none. */
const prose = (text: string): string => text.replace(/^(`{3,})[^]*?^\1$/gm, '').replace(/`[^`\n]*`/g, '');

describe('links of the documentation', () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => file && existsSync(path.join(root, file)) && !file.startsWith('test/fixtures/'));

  for (const file of files)
    it(`of ${file} lead somewhere`, () => {
      const text = readFileSync(path.join(root, file), 'utf8');
      const links = [...prose(text).matchAll(/\]\(<?([^)\s>]+)>?\)/g)].map(([, link]) => link);
      for (const link of links.filter((one) => !/^[a-z]+:/i.test(one))) {
        const [place, part] = link.split('#');
        const target = place === '' ? path.join(root, file) : path.resolve(root, path.dirname(file), place);
        assert.ok(existsSync(target), `${file}: ${link}`);
        if (part) assert.ok(headings(readFileSync(target, 'utf8')).includes(part), `${file}: ${link}`);
      }
    });

  it('are looked at in all pages', () => assert.ok(files.length > 8 && files.includes('README.md')));
});
