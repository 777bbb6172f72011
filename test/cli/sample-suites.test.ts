import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { lens } from './lens';

describe('suites of the sample workspace', function () {
  this.timeout(120_000);
  let out: string;
  beforeEach(() => (out = mkdtempSync(path.join(tmpdir(), 'lens-suites-'))));
  afterEach(() => rmSync(out, { recursive: true, force: true }));

  for (const [task, measure, least] of [
    ['detection', 'ap50', 0.9],
    ['segmentation', 'mean-iou', 0.7],
  ] as const)
    it(`${task}: ${measure} of the glasses is at least ${least}`, () => {
      const suite = `samples/glasses-${task}.lens-suite.json`;
      const given = ['--suite', suite, '--methods', 'none', '--device', 'cpu', '--out', out];
      const { status, stderr } = lens('evaluate', ...given);
      assert.equal(status, 0, stderr);
      const rows = readFileSync(path.join(out, 'measures.csv'), 'utf8').split('\n');
      const value = Number(rows.find((row) => row.includes(`,${measure},`))?.split(',')[2]);
      assert.ok(value >= least, `${value}`);
    });
});
