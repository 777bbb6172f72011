import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { image, lens, model } from './lens';

describe('targets on the command line', function () {
  this.timeout(120_000);
  let out: string;
  beforeEach(() => (out = mkdtempSync(path.join(tmpdir(), 'lens-cli-targets-'))));
  afterEach(() => rmSync(out, { recursive: true }));

  const explained = (...words: string[]) =>
    lens('explain', image, '--model', model, '--method', 'gradient', '--out', out, ...words);
  const target = (...words: string[]): Record<string, unknown> => {
    const { status, stdout, stderr } = explained('--json', ...words);
    assert.equal(status, 0, stderr);
    return (JSON.parse(stdout) as { target: Record<string, unknown> }).target;
  };

  it('may be several classes together', () => {
    const { label, group } = target('--target', 'glasses', '--target', 'sunglasses');
    assert.equal(label, 'glasses + sunglasses');
    assert.equal((group as number[]).length, 2);
  });

  it('may be one class and not another', () => {
    const { label, against, index } = target('--target', 'glasses-sunglasses');
    assert.equal(label, 'glasses − sunglasses');
    assert.notEqual(index, against);
  });

  it('may be how near the image is to another one', () => {
    const { label, references } = target('--reference', image, '--measure', 'distance');
    assert.match(String(label), /^distance to .*sunglasses-00\.png$/);
    assert.deepEqual(references, { files: [image], measure: 'distance' });
  });

  it('cannot be a class that is not there, or a file that is not', () => {
    const wrong = explained('--target', 'glasses', '--target', 'hat');
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /there is no class hat/);
    const missing = explained('--reference', 'nowhere.png');
    assert.equal(missing.status, 1);
    assert.match(missing.stderr, /nowhere\.png/);
  });
});
