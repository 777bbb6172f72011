import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { decodeNpy } from '../../src/engine/tensor/npy';
import type { NotebookResult } from '../../src/protocol/notebook';
import { image, lens, model } from './lens';

describe('an explanation for notebooks', function () {
  this.timeout(120_000);
  const out = mkdtempSync(path.join(tmpdir(), 'lens-notebook-'));
  after(() => rmSync(out, { recursive: true, force: true }));

  it('holds what the files beside it hold', () => {
    const words = ['--method', 'grad-cam,integrated-gradients', '--param', 'steps=4', '--device', 'cpu', '--notebook'];
    const { status, stderr } = lens('explain', image, '--model', model, ...words, '--out', out);
    assert.equal(status, 0, stderr);
    const read = (name: string) => readFileSync(path.join(out, name));
    const shown = JSON.parse(read('notebook.json').toString('utf8')) as NotebookResult;
    assert.deepEqual([shown.version, shown.model, shown.input], [1, 'faces-cnn.onnx', 'sunglasses-00.png']);
    assert.deepEqual(
      shown.maps.map(({ label }) => label),
      ['Grad-CAM', 'Integrated gradients'],
    );
    assert.match(shown.maps[1].note, /^residual of its sum/);
    for (const [i, name] of ['grad-cam.npy', 'integrated-gradients.npy'].entries()) {
      const { dims, data } = decodeNpy(read(name));
      assert.deepEqual([1, ...shown.maps[i].dims], dims);
      const bytes = Buffer.from(shown.maps[i].values, 'base64');
      assert.deepEqual(bytes, Buffer.from((data as Float32Array).buffer));
    }
    assert.deepEqual([...Buffer.from(shown.image!, 'base64').subarray(1, 4)], [...Buffer.from('PNG')]);
  });
});
