import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replay } from '../../src/engine/replay/replay';
import { faultsOf, type ExpectedCase } from '../support/comparison';

const FOLDER = join(__dirname, '..', 'fixtures', 'webgpu', 'gradients');
/** What a GPU's arithmetic is allowed, relative to the peak. */
const LEAST_TOLERANCE = 1e-3;

describe('gradients on the WebGPU execution provider', function () {
  this.timeout(600_000);
  const manifest = join(FOLDER, 'manifest.json');
  const { cases } = JSON.parse(readFileSync(manifest, 'utf8')) as { cases: ExpectedCase[] };
  const out = mkdtempSync(join(tmpdir(), 'lens-webgpu-'));
  before(async () => {
    await replay({ manifest, out, runtime: { device: 'webgpu', threads: 0 } });
  });
  after(() => rmSync(out, { recursive: true, force: true }));
  for (const reference of cases) {
    it(reference.id, () => {
      const { maxRelativeToPeak, convergenceDelta } = reference.tolerance as Record<string, number>;
      const tolerance = {
        maxRelativeToPeak: Math.max(LEAST_TOLERANCE, maxRelativeToPeak),
        convergenceDelta: Math.max(LEAST_TOLERANCE * 10, convergenceDelta ?? 0),
      };
      assert.deepEqual(faultsOf({ ...reference, tolerance }, FOLDER, join(out, ...reference.id.split('/'))), []);
    });
  }
});
