import assert from 'node:assert/strict';
import sharp from 'sharp';
import { encodeJpeg } from '../../../src/engine/image/overlay';

describe('the picture of a failed test', () => {
  const sizeOf = async (width: number, height: number): Promise<(number | undefined)[]> => {
    const raster = { width, height, rgba: new Uint8ClampedArray(width * height * 4).fill(128) };
    const said = await sharp(await encodeJpeg(raster)).metadata();
    return [said.width, said.height];
  };

  it('is large enough to be looked at, however small the images of the network are', async () => {
    assert.deepEqual(await sizeOf(32, 32), [160, 160]);
    assert.deepEqual(await sizeOf(28, 56), [168, 336]);
  });

  it('is that of the network where it is large already', async () => {
    assert.deepEqual(await sizeOf(224, 224), [224, 224]);
  });
});
