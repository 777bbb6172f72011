import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labelFilesBeside } from '../../../src/engine/label/label-files';

describe('files of labels beside a model', () => {
  let folder: string;
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lens-labels-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const beside = (classes: number) => labelFilesBeside(join(folder, 'net.onnx'), classes);

  it('are offered where they name as many classes as there are, those called like labels first', () => {
    write('a.txt', 'one\ntwo\nthree\n');
    write('labels.json', JSON.stringify(['cat', 'dog', 'bird']));
    write('classes.csv', 'index,name\n0,oak\n1,elm\n2,ash\n');
    write('four-names.txt', 'a\nb\nc\nd\n');
    assert.deepEqual(beside(3), [
      { name: 'classes.csv', names: ['oak', 'elm', 'ash'] },
      { name: 'labels.json', names: ['cat', 'dog', 'bird'] },
      { name: 'a.txt', names: ['one', 'two', 'three'] },
    ]);
    assert.deepEqual(beside(4), [{ name: 'four-names.txt', names: ['a', 'b', 'c'] }]);
    assert.deepEqual(beside(5), []);
  });

  it('are none of the files of our own, of binaries, or of what cannot be read', () => {
    write('net.onnx.lens.json', JSON.stringify(['cat', 'dog']));
    write('tests.lens-suite.json', JSON.stringify(['cat', 'dog']));
    write('net.onnx', 'cat\ndog\n');
    write('broken-labels.json', '["cat", "dog"');
    write('labels.txt', 'cat\0dog\n');
    assert.deepEqual(beside(2), []);
  });
});
