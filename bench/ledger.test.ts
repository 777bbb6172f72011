import { deepStrictEqual, strictEqual } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { figureOf, type Figure } from './figure';
import { Ledger, verdict } from './ledger';

const gradient = (value: number, spread?: readonly [number, number]): Figure => ({
  figure: 'gradient',
  of: { model: 'resnet-18', threads: 1 },
  value,
  unit: 'u',
  spread,
});

describe('the ledger of benchmarks', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'ledger-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('calls better or worse only what lies beyond the noise of both', () => {
    const before = gradient(2.3, [2.2, 2.4]);
    strictEqual(verdict(gradient(2.35, [2.3, 2.5]), before), 'same');
    strictEqual(verdict(gradient(2.6, [2.41, 2.7]), before), 'worse');
    strictEqual(verdict(gradient(2.1, [2.0, 2.19]), before), 'better');
    strictEqual(verdict(gradient(2.3), undefined), 'new');
  });

  it('takes a single number as uncertain by 15 %', () => {
    strictEqual(verdict(gradient(1.2), gradient(1)), 'same');
    strictEqual(verdict(gradient(1.5), gradient(1)), 'worse');
    strictEqual(verdict(gradient(0.7), gradient(1)), 'better');
  });

  it('keeps what was not measured again, whatever the order of the words', () => {
    const path = join(folder, 'results.json');
    const other: Figure = { figure: 'soak', of: {}, value: 1, unit: '%' };
    new Ledger(path).record([gradient(2.3), other], new Date('2026-01-02'));
    const turned: Figure = { ...gradient(2.2), of: { threads: 1, model: 'resnet-18' } };
    new Ledger(path).record([turned], new Date('2026-02-03'));
    const ledger = new Ledger(path);
    const kept = ledger.before(gradient(0));
    deepStrictEqual([kept?.value, kept?.date], [2.2, '2026-02-03']);
    deepStrictEqual([ledger.before(other)?.value, ledger.before(other)?.date], [1, '2026-01-02']);
    strictEqual((JSON.parse(readFileSync(path, 'utf8')) as unknown[]).length, 2);
  });

  it('reads figures and leaves every other line', () => {
    deepStrictEqual(figureOf(JSON.stringify(gradient(2, [1, 3]))), gradient(2, [1, 3]));
    for (const line of ['', 'hello', 'null', '3', '{"figure":"formulation"}']) strictEqual(figureOf(line), null);
  });
});
