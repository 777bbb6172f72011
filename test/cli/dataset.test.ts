import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lens } from './lens';

describe('saliency-lens dataset', function () {
  this.timeout(120_000);
  let out: string;
  beforeEach(() => (out = path.join(mkdtempSync(path.join(tmpdir(), 'lens-set-')), 'set')));
  afterEach(() => rmSync(path.dirname(out), { recursive: true, force: true }));

  it('makes a set with its parameters, and says how much of it', () => {
    const { status, stdout } = lens('dataset', 'textures:train=2:test=1', '--out', out, '--json');
    assert.equal(status, 0);
    assert.deepEqual(JSON.parse(stdout).counts, { train: 16, test: 8 });
    assert.equal(readdirSync(path.join(out, 'train')).length, 8);
  });

  it('leaves what is there, and says what to do', () => {
    const words = ['dataset', 'faces:train=1:test=1', '--out', out];
    assert.equal(lens(...words).status, 0);
    const { status, stderr } = lens(...words);
    assert.equal(status, 2);
    assert.match(stderr, /not empty.*Choose a new one/);
  });

  it('names the sets and the parameters there are', () => {
    assert.match(lens('dataset', 'mnist', '--out', out).stderr, /no set mnist.*mnist-1d, textures, faces/);
    assert.match(lens('dataset', 'faces:persons=3', '--out', out).stderr, /no parameter persons.*train, test/);
    assert.match(lens('dataset', '--help').stdout, /mnist-1d: .*shuffled=false/);
  });
});
