/**
 * Makes the sample workspace again, from nothing: `node --import tsx scripts/samples/index.ts [--train] [--out
 * FOLDER]`. Without `--train` it writes the test splits only and leaves the trained models as they are; with it, it
 * also writes the train splits to `.cache/samples` and trains the networks: the classifiers with Debian's python3-torch
 * and python3-pil (seven to nine minutes on one core), the detector and the segmenter with our own graphs.
 */
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeSet } from '../../src/engine/generation';
import { TEST, TRAIN, writeFaces } from './faces';
import { trainGlasses } from './glasses';
import { writeSidecars } from './sidecars';
import { writeSignals } from './signals';

const here = path.resolve('scripts/samples');
const { values } = parseArgs({ options: { train: { type: 'boolean', default: false }, out: { type: 'string', default: 'samples' } } });

async function main(out: string, train: boolean): Promise<void> {
  const [glasses, models] = [path.join(out, 'glasses'), path.join(out, 'models')];
  await writeFaces(path.join(out, 'faces'), TEST);
  await rm(glasses, { recursive: true, force: true });
  await writeSet({ set: 'glasses:train=0:test=8', out: glasses });
  await writeSignals(path.join(out, 'signals'), 'test', 10);
  await writeSidecars(models);
  if (!train) return;
  const cache = path.resolve('.cache/samples');
  await writeFaces(path.join(cache, 'faces'), TRAIN);
  await writeSignals(path.join(cache, 'signals'), 'train', 500);
  execFileSync('/usr/bin/python3', [path.join(here, 'train.py'), cache, path.resolve(out)], { stdio: 'inherit' });
  await trainGlasses(cache, models);
}

void main(values.out, values.train);
