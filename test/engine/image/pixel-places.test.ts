import assert from 'node:assert/strict';
import sharp from 'sharp';
import { rasterOf } from '../../../src/engine/image/conversion';
import { readFirstBand, readPixels } from '../../../src/engine/image/pixels';
import { imageSize } from '../../../src/engine/image/size';
import { bytes, HEIGHT, imageFiles, near, recipeOf, SIZE, WIDTH } from './small-image';
import { tiffFile } from './tiff-file';

/** Eight bits end at black and white, beyond which cubic interpolation goes. */
const limited = (values: ArrayLike<number>): Float32Array =>
  Float32Array.from(values, (value) => Math.min(1, Math.max(0, value)));

describe('image files of more than 8 bits', () => {
  const { write, input } = imageFiles();

  it('white may be zero, and images may lie on their side', async () => {
    const values = Uint16Array.from(bytes(1), (v) => v * 257);
    const inverted = tiffFile({ width: WIDTH, height: HEIGHT, photometric: 0, values });
    near(
      await input(inverted, recipeOf(1)),
      Float32Array.from(values, (v) => 1 - v / 65535),
      1e-6,
    );
    for (const [orientation, swaps, from] of [
      [2, false, (x: number, y: number) => [WIDTH - 1 - x, y]],
      [3, false, (x: number, y: number) => [WIDTH - 1 - x, HEIGHT - 1 - y]],
      [4, false, (x: number, y: number) => [x, HEIGHT - 1 - y]],
      [5, true, (x: number, y: number) => [y, x]],
      [6, true, (x: number, y: number) => [y, HEIGHT - 1 - x]],
      [7, true, (x: number, y: number) => [WIDTH - 1 - y, HEIGHT - 1 - x]],
      [8, true, (x: number, y: number) => [WIDTH - 1 - y, x]],
    ] as const) {
      const file = tiffFile({ width: WIDTH, height: HEIGHT, values, tags: [[274, 3, [orientation]]] });
      const [height, width] = swaps ? [WIDTH, HEIGHT] : [HEIGHT, WIDTH];
      const expected = Float32Array.from({ length: SIZE }, (_, p) => {
        const [x, y] = from(p % width, Math.floor(p / width));
        return values[y * WIDTH + x] / 65535;
      });
      near(await input(file, recipeOf(1, {}, [height, width])), expected, 1e-6);
      assert.deepEqual(await imageSize(write('turned', file)), [height, width]);
      const eight = tiffFile({ width: WIDTH, height: HEIGHT, values: bytes(1), tags: [[274, 3, [orientation]]] });
      near(await input(eight, recipeOf(1, {}, [height, width])), expected, 1e-6);
    }
  });

  it('are resized as images of 8 bits are', async () => {
    const grey = bytes(1);
    const eight = tiffFile({ width: WIDTH, height: HEIGHT, values: grey });
    const files = [
      tiffFile({ width: WIDTH, height: HEIGHT, values: Uint16Array.from(grey, (v) => v * 257) }),
      tiffFile({ width: WIDTH, height: HEIGHT, values: Float32Array.from(grey, (v) => v / 255) }),
    ];
    for (const given of [
      { fit: 'fill' },
      { fit: 'cover' },
      { fit: 'contain' },
      { fit: 'contain', pad: 114 },
      { fit: 'corner', pad: 114 },
      { fit: 'fill', kernel: 'nearest' },
      { fit: 'fill', kernel: 'cubic' },
      { fit: 'cover', resizeShorter: 12 },
    ] as const)
      for (const size of [
        [8, 8],
        [3, 5],
      ] as const) {
        const recipe = recipeOf(1, given, size);
        const expected = await input(eight, recipe);
        for (const file of files) near(limited(await input(file, recipe)), expected, 2 / 255);
      }
    const below = tiffFile({ width: WIDTH, height: HEIGHT, values: Float32Array.from(grey, (v) => v / 255 - 0.5) });
    const padded = await input(below, recipeOf(1, { fit: 'contain' }, [8, 6]));
    assert.deepEqual([padded[0], padded[47]], [0, 0], 'what is padded is black');
    const grey114 = recipeOf(1, { fit: 'contain', pad: 114 }, [8, 6]);
    for (const file of [eight, below]) near([(await input(file, grey114))[0]], [114 / 255], 1e-6);
    const cornered = recipeOf(1, { fit: 'corner', pad: 114 }, [8, 6]);
    for (const file of [eight, below]) {
      const inCorner = await input(file, cornered);
      near([inCorner[47]], [114 / 255], 1e-6);
      assert.ok(Math.abs(inCorner[0] - 114 / 255) > 1e-3, 'no bar above');
    }
    const mask = await readFirstBand(write('mask of bars', eight), { ...grey114, kernel: 'nearest' });
    assert.deepEqual([mask[0], mask[47]], [0, 0], 'bars belong to no mask');
  });

  it('are shown by their first three bands, within black and white', async () => {
    const values = Float32Array.from(bytes(5), (v) => v / 200);
    const file = tiffFile({ width: WIDTH, height: HEIGHT, bands: 5, values });
    const { rgba } = rasterOf(await readPixels(write('shown', file), recipeOf(5)), recipeOf(5));
    const expected = Uint8ClampedArray.from({ length: 4 * SIZE }, (_, i) =>
      i % 4 === 3 ? 255 : 255 * values[5 * (i >> 2) + (i % 4)],
    );
    assert.deepEqual([...rgba], [...expected]);
  });

  it('that are masks keep numbers of more than 8 bits', async () => {
    const labels = Uint16Array.from({ length: SIZE }, (_, i) => i * 100);
    const png = await sharp(labels, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    for (const file of [png, tiffFile({ width: WIDTH, height: HEIGHT, values: labels })])
      assert.deepEqual(
        [...(await readFirstBand(write('mask', file), recipeOf(1, { kernel: 'nearest' })))],
        [...labels],
      );
  });
});
