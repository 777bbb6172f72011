import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const source = path.join(root, 'src');

/** Words that the glossary of docs/architecture.md retires, and what they may still mean where. */
const RETIRED: readonly { readonly word: RegExp; readonly where?: string; readonly except?: RegExp }[] = [
  // What people call a column of their tables.
  { word: /picture/i, except: /^engine\/dataset\/headings\.ts$/ },
  { word: /\bprocessor/i },
  { word: /foreign/i },
  { word: /ladder|\brungs?\b|climb/i },
  { word: /for people/i },
  { word: /logitSheet|scoreSheet/i },
  { word: /\bcanvas|\bdraw\b/i, where: 'engine/format/' },
  { word: /output[- ]?seed|seed[- ]?gradient/i },
  { word: /\b(examined|findings)\b/i },
];

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replace(/\\/g, '/'))
  .filter((name) => /\.(ts|css)$/.test(name));

function linesWith({ word, where = '', except }: (typeof RETIRED)[number]): string[] {
  return files
    .filter((name) => name.startsWith(where) && !except?.test(name))
    .flatMap((name) =>
      [name, ...readFileSync(path.join(source, name), 'utf8').split('\n')].flatMap((line, i) =>
        word.test(line) ? [`${name}:${i}: ${line.trim()}`] : [],
      ),
    );
}

describe('retired words', () => {
  for (const retired of RETIRED)
    it(`like ${retired.word.source} are gone from the source`, () => assert.deepEqual(linesWith(retired), []));

  it('are looked for where they stood', () => {
    const places = RETIRED.map(({ where = '' }) => files.filter((name) => name.startsWith(where)).length);
    assert.ok(Math.min(...places) > 10, places.join());
  });

  it('stand in the glossary', () => {
    const glossary = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8').split('## Glossary')[1];
    for (const word of ['picture', 'processor', 'foreign', 'ladder', 'for people', 'canvas', 'seed'])
      assert.ok(glossary.includes(word), word);
  });
});
