/**
 * Makes the sample workspace again, from nothing: `node --import tsx scripts/samples/index.ts [--train [NETWORK…]] [--out
 * FOLDER]`. Without `--train` it writes the test splits only and leaves the trained models as they are; with it, it
 * also writes the train splits to `.cache/samples` and trains all networks, or those named.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeSet } from '../../src/engine/generation';
import { trainClassifiers } from './classifiers';
import { writeFaces } from './faces';
import { trainGlasses } from './glasses';
import { writeSidecars } from './sidecars';
import { writeSignals } from './signals';

const { values, positionals } = parseArgs({
  options: { train: { type: 'boolean', default: false }, out: { type: 'string', default: 'samples' } },
  allowPositionals: true,
});

async function main(out: string, train: boolean, names: readonly string[]): Promise<void> {
  const [glasses, models] = [path.join(out, 'glasses'), path.join(out, 'models')];
  await writeFaces(path.join(out, 'faces'));
  await rm(glasses, { recursive: true, force: true });
  await writeSet({ set: 'glasses:train=0:test=8', out: glasses });
  await writeSignals(path.join(out, 'signals'), 'test', 10);
  await writeSidecars(models);
  if (!train) return;
  const cache = path.resolve('.cache/samples');
  const isWanted = (name: string): boolean => names.length === 0 || names.includes(name);
  await trainClassifiers(cache, models, isWanted);
  await trainGlasses(cache, models, isWanted);
}

void main(values.out, values.train, positionals);
