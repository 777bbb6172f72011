import assert from 'node:assert/strict';
import { reducedRaster } from '../../../src/engine/image/reduction';

describe('a reduced picture', () => {
  it('has the mean colour of the pixels it stands for', () => {
    const rgba = Uint8ClampedArray.from([0, 100, 40, 20].flatMap((red) => [red, 8, 0, 255]));
    const reduced = reducedRaster({ width: 4, height: 1, rgba }, 2);
    assert.deepEqual([reduced.width, reduced.height], [2, 1]);
    assert.deepEqual([...reduced.rgba], [50, 8, 0, 255, 30, 8, 0, 255]);
  });

  it('keeps its shape, and small ones as they are', () => {
    const raster = { width: 300, height: 200, rgba: new Uint8ClampedArray(4 * 300 * 200).fill(7) };
    const reduced = reducedRaster(raster, 96);
    assert.deepEqual([reduced.width, reduced.height], [96, 64]);
    assert.ok(reduced.rgba.every((value) => value === 7));
    assert.equal(reducedRaster(reduced, 96), reduced);
  });
});
