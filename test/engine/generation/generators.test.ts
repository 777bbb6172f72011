import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDataset } from '../../../src/engine/dataset/opening';
import { enterWorkspace } from '../../../src/engine/file/workspace';
import { writeSet } from '../../../src/engine/generation';
import { decodeNpy } from '../../../src/engine/tensor/npy';

describe('generated sets', function () {
  this.timeout(60_000);
  let out: string;
  const made = (set: string, name: string, seed?: number) => writeSet({ set, out: path.join(out, name), seed });
  const bytes = (...parts: string[]) => readFileSync(path.join(out, ...parts));
  before(() => enterWorkspace([(out = mkdtempSync(path.join(tmpdir(), 'lens-sets-')))]));
  after(() => rmSync(out, { recursive: true, force: true }));

  it('are read as labelled folders: the signals of MNIST-1D with their digits', async () => {
    assert.deepEqual((await made('mnist-1d', 'signals')).counts, { train: 4000, test: 1000 });
    const { samples, classes } = openDataset(path.join(out, 'signals', 'train'));
    assert.equal(samples.length, 4000);
    assert.deepEqual(classes, ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    const first = samples.find(({ name }) => name.endsWith('train-0000.npy'))!;
    assert.equal(classes[first.label!], '2');
    assert.ok(Math.abs(Number(decodeNpy(readFileSync(first.path)).data[0]) + 0.33200566) < 1e-6);
    assert.match(bytes('signals', 'mnist-1d.svg').toString(), /<svg .*<\/svg>$/);
  });

  it('are the same for the same seed and others for another', async () => {
    for (const [name, seed] of Object.entries({ one: 3, same: 3, other: 4 }))
      await made('textures:train=1:test=1', name, seed);
    const file = ['train', '01_TUMOR', 'train-0000.png'];
    assert.deepEqual(bytes('one', ...file), bytes('same', ...file));
    assert.notDeepEqual(bytes('one', ...file), bytes('other', ...file));
  });

  it('have masks beside the faces', async () => {
    await made('faces:train=1:test=1', 'faces');
    const { samples } = openDataset(path.join(out, 'faces', 'test'));
    assert.equal(samples.length, 3);
    assert.ok(bytes('faces', 'masks', 'glasses', 'glasses-test-0000.png').length > 0);
  });

  it('have two classes of the faces, the very images of the set of three', async () => {
    await made('faces:train=1:test=1', 'three');
    const { counts } = await made('faces:train=1:test=1:classes=glasses+sunglasses', 'two');
    assert.deepEqual(counts, { train: 2, test: 2 });
    assert.deepEqual(openDataset(path.join(out, 'two', 'train')).classes, ['glasses', 'sunglasses']);
    const file = ['train', 'sunglasses', 'sunglasses-train-0000.png'];
    assert.deepEqual(bytes('two', ...file), bytes('three', ...file));
    await assert.rejects(made('faces:classes=hats', 'none'), /classes cannot be hats.*Allowed: all, glasses\+/s);
  });

  it('stop between two inputs', async () => {
    const abort = new AbortController();
    const set = { set: 'textures:train=9:test=9', out: path.join(out, 'stopped') };
    const run = writeSet(set, { signal: abort.signal, progress: (done) => done === 3 && abort.abort() });
    await assert.rejects(run, { code: 'cancelled' });
    assert.equal(openDataset(set.out).samples.length, 3);
  });
});
