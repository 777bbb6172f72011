import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { readArray } from '../../../src/engine/image/array';
import { variableInputs } from '../../../src/engine/explanation/variable-inputs';
import { layoutOf, valuesOf } from '../../../src/engine/image/variable/arrangement';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats, type Tensor } from '../../../src/engine/tensor/tensor';

describe('an array of a debugged program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lens-variable-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const inputs = (tensor: Tensor) => {
    const path = join(folder, 'x.npy');
    writeFileSync(path, encodeNpy(tensor));
    return variableInputs(path);
  };

  it('is told from its numbers', () => {
    assert.equal(valuesOf('uint8', [0, 1]), 'bytes');
    assert.equal(valuesOf('int64', [0, 255, 3]), 'bytes');
    assert.equal(valuesOf('float32', [0, 0.5, 1]), 'shares');
    assert.equal(valuesOf('float32', [0, 1, 1]), 'shares');
    assert.equal(valuesOf('bool', [0, 1]), 'shares');
    for (const odd of [[-0.1, 0.5], [0.5, 1.5], [256], [NaN, 0.5], [Infinity]])
      assert.equal(valuesOf('float32', odd), 'numbers', String(odd));
  });

  it('has the order of axes that its lengths allow', () => {
    assert.equal(layoutOf([3, 8, 9], 'shares'), 'CHW');
    assert.equal(layoutOf([8, 9, 3], 'shares'), 'HWC');
    assert.equal(layoutOf([3, 9, 3], 'bytes'), 'HWC');
    assert.equal(layoutOf([3, 9, 3], 'shares'), 'CHW');
    assert.equal(layoutOf([8, 9], 'bytes'), 'HW');
    for (const dims of [[5, 8, 9], [9], [1, 9], [2, 3, 4, 5]])
      assert.equal(layoutOf(dims, 'bytes'), null, String(dims));
    assert.equal(layoutOf([3, 8, 9], 'numbers'), null);
  });

  it('becomes the same pixels in either order', async () => {
    const pixel = (y: number, x: number, c: number): number => 60 * y + 20 * x + 5 * c;
    const [height, width] = [2, 4];
    const hwc = Uint8Array.from({ length: 24 }, (_, i) => pixel(Math.floor(i / 12), Math.floor(i / 3) % 4, i % 3));
    const chw = Float32Array.from(
      { length: 24 },
      (_, i) => pixel(Math.floor(i / 4) % 2, i % 4, Math.floor(i / 8)) / 255,
    );
    for (const tensor of [
      { type: 'uint8', dims: [height, width, 3], data: hwc } as Tensor,
      floats([1, 3, height, width], chw),
    ]) {
      const { files, rounded } = await inputs(tensor);
      assert.equal(rounded, false);
      const { data, info } = await sharp(files[0]).raw().toBuffer({ resolveWithObject: true });
      assert.deepEqual([info.width, info.height, info.channels, [...data]], [width, height, 3, [...hwc]]);
    }
  });

  it('is kept as it is where it is no image', async () => {
    const { files, layout } = await inputs(floats([2, 3, 1, 2], [-1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
    assert.deepEqual([layout, files.length], [null, 2]);
    const second = readArray(files[1]);
    assert.deepEqual(
      [second.dims, [...(second.data as Float32Array)]],
      [
        [1, 3, 1, 2],
        [7, 8, 9, 10, 11, 12],
      ],
    );
  });
});
