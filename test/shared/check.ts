/**
 * Runs every public reference case of a checkout of the reference (a folder with one folder per suite) and prints what
 * fails. Usage: npm run check:shared [-- FOLDER [REGEX]]
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { adapters } from '../../src/engine/replay';
import { replay } from '../../src/engine/replay/replay';
import { faultsOf, type ExpectedCase } from '../support/comparison';

async function main(root = '../shared/reference', pattern = ''): Promise<void> {
  let failed = 0;
  let passed = 0;
  const filter = new RegExp(pattern);
  for (const suite of readdirSync(root).filter((name) => existsSync(join(root, name, 'manifest.json')))) {
    const manifest = resolve(root, suite, 'manifest.json');
    const cases = (JSON.parse(readFileSync(manifest, 'utf8')) as { cases: ExpectedCase[] }).cases.filter((c) =>
      filter.test(`${c.method} ${c.id}`),
    );
    if (!adapters.some((adapter) => adapter.suite === suite)) {
      console.log(`${suite}: 0 of ${cases.length}, since nothing replays this suite yet`);
      failed += cases.length;
      continue;
    }
    const out = mkdtempSync(join(tmpdir(), 'lens-shared-'));
    await replay({ manifest, out, filter, runtime: { device: 'cpu', threads: 0, precise: true } });
    const faults = cases
      .map((c) => ({ id: c.id, found: faultsOf(c, join(root, suite), join(out, ...c.id.split('/'))) }))
      .filter((c) => c.found.length > 0);
    for (const { id, found } of faults) console.log(`${suite}  ${id}: ${found.join('; ')}`);
    console.log(`${suite}: ${cases.length - faults.length} of ${cases.length}`);
    failed += faults.length;
    passed += cases.length - faults.length;
    rmSync(out, { recursive: true, force: true });
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

void main(...process.argv.slice(2));
