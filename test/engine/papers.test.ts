import assert from 'node:assert/strict';
import { methods } from '../../src/engine/attribution';
import { METRICS } from '../../src/engine/metric';
import { citation } from '../../src/protocol/paper';

const defined = [...methods, ...METRICS];

describe('papers of methods and metrics', () => {
  for (const { id, paper } of defined)
    it(`${id} says who defined it, when, and where to read it`, () => {
      assert.deepEqual(Object.keys(paper).sort(), ['authors', 'title', 'url', 'year']);
      assert.match(
        paper.authors,
        /^\p{Lu}[\p{L}-]+(?: [\p{L}-]+)*(?:, \p{Lu}[\p{L}-]+)*(?: & \p{Lu}[\p{L}-]+| et al\.)?$/u,
      );
      assert.ok(Number.isInteger(paper.year) && paper.year > 1900 && paper.year <= new Date().getFullYear());
      assert.ok(paper.title.length > 10 && paper.title === paper.title.trim() && !paper.title.endsWith('.'));
      const { protocol, host, pathname } = new URL(paper.url);
      assert.equal(protocol, 'https:');
      if (host === 'arxiv.org') assert.match(pathname, /^\/abs\/\d{4}\.\d{4,5}$/);
      if (host === 'doi.org') assert.match(pathname, /^\/10\.\d{4,5}\/\S+$/);
    });

  it('are one paper per address, and none is older than its arXiv number', () => {
    const titles = new Map<string, string>();
    for (const { paper } of defined) {
      assert.equal(titles.get(paper.url) ?? citation(paper), citation(paper), paper.url);
      titles.set(paper.url, citation(paper));
      const posted = /arxiv\.org\/abs\/(\d\d)/.exec(paper.url)?.[1];
      if (posted) assert.ok(paper.year >= 2000 + Number(posted), `${citation(paper)}: ${paper.url}`);
    }
  });

  it('of older results are shown as they were written', () => {
    assert.equal(citation('Petsiuk et al. 2018, RISE'), 'Petsiuk et al. 2018, RISE');
  });
});
