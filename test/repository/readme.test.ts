import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withSections } from '../../scripts/readme';

describe('README.md', () => {
  it('holds the tables of the registries (npm run readme writes them)', () => {
    const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
    assert.ok(readme.includes('| `gradient` |'), 'the methods table is there');
    assert.equal(withSections(readme), readme);
  });
});
