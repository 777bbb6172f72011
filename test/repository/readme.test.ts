import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PAGES, withSections } from '../../scripts/readme';
import { SECTIONS } from '../../scripts/readme/sections';
import { methods } from '../../src/engine/attribution';
import { METRICS } from '../../src/engine/metric';

describe('generated tables', () => {
  const texts = PAGES.map((page) => readFileSync(page, 'utf8'));

  PAGES.forEach((page, i) =>
    it(`of ${path.basename(page)} are those of the registries (npm run readme writes them)`, () =>
      assert.equal(texts[i], withSections(texts[i]))),
  );

  it('all have a place', () => {
    for (const name of Object.keys(SECTIONS))
      assert.ok(
        texts.some((text) => text.includes(`<!-- ${name}: generated -->`)),
        name,
      );
  });

  it('name every method and metric with its paper', () => {
    const page = texts[1];
    for (const { id, paper } of [...methods, ...METRICS])
      assert.ok(
        page.split('\n').some((line) => line.includes(`\`${id}\``) && line.includes(`](${paper.url})`)),
        id,
      );
  });
});
