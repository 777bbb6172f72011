import assert from 'node:assert/strict';
import { readInput } from '../../../../src/engine/image/input';
import { recipeOf, near } from '../small-image';
import { tiffFile } from '../tiff-file';
import { tiffStackFile } from './tiff-stack-file';
import { counted, DEPTH, HEIGHT, read, unit, WIDTH, VolumeFolder } from './volumes';

describe('volumes of TIFF files', () => {
  const volumes = new VolumeFolder();

  it('of several pages of a TIFF are slices in the order of pages', async () => {
    const pages = (make: (slice: Float32Array) => Uint8Array | Uint16Array | Float32Array) =>
      tiffStackFile(
        WIDTH,
        HEIGHT,
        Array.from({ length: DEPTH }, (_, k) => make(counted.subarray(k * 20, (k + 1) * 20))),
      );
    near(
      (
        await read(
          volumes.write(
            'a.tif',
            pages((slice) => Uint8Array.from(slice)),
          ),
        )
      ).data,
      counted.map((v) => v / 255),
      1e-6,
    );
    near(
      (
        await read(
          volumes.write(
            'a.tif',
            pages((slice) => Uint16Array.from(slice)),
          ),
        )
      ).data,
      counted.map((v) => v / 65535),
      1e-6,
    );
    near(
      (
        await read(
          volumes.write(
            'a.tif',
            pages((slice) => slice),
          ),
        )
      ).data,
      unit,
      1e-6,
    );
  });

  it('of a page whose directory leads back to itself are refused', async () => {
    const file = tiffStackFile(WIDTH, HEIGHT, [Uint8Array.from(counted.subarray(0, 20))], { circle: true });
    await assert.rejects(read(volumes.write('a.tif', file)), /its directories form a circle/);
  });

  it('are what images of many bands are seen as: slices of one', async () => {
    const values = Uint8Array.from({ length: 4 * 4 * 5 }, (_, i) => i);
    const path = volumes.write('bands.tif', tiffFile({ width: 4, height: 4, bands: 5, values }));
    const { view } = await readInput(path, [5, 4, 4], recipeOf(5, {}, [4, 4]));
    assert.deepEqual(view.volume?.dims, [5, 1, 4, 4]);
    assert.deepEqual([...view.volume.data.subarray(0, 3)], [0, 5, 10]);
  });
});
