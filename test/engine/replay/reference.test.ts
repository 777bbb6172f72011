import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replay } from '../../../src/engine/replay/replay';
import { faultsOf, type ExpectedCase } from '../../support/comparison';

const ROOT = join(__dirname, '..', '..', 'fixtures', 'reference');

for (const suite of readdirSync(ROOT).filter((name) => name !== 'models')) {
  describe(`reference suite ${suite}`, () => {
    const folder = join(ROOT, suite);
    const manifest = join(folder, 'manifest.json');
    const { cases } = JSON.parse(readFileSync(manifest, 'utf8')) as { cases: ExpectedCase[] };
    const out = mkdtempSync(join(tmpdir(), 'lens-replay-'));
    before(async () => {
      await replay({ manifest, out, runtime: { device: 'cpu', threads: 0 } });
    });
    after(() => rmSync(out, { recursive: true, force: true }));
    for (const reference of cases) {
      it(reference.id, () => assert.deepEqual(faultsOf(reference, folder, join(out, ...reference.id.split('/'))), []));
    }
  });
}
