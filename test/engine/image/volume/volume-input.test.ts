import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { readInput } from '../../../../src/engine/image/input';
import { completeRecipe } from '../../../../src/engine/image/recipe';
import type { Recipe } from '../../../../src/protocol/recipe';
import { recipeOf, near } from '../small-image';
import { tiffFile } from '../tiff-file';
import { seriesVolume } from '../../../../src/engine/image/volume/dicom-series';
import { dicomFile } from './dicom-file';
import { niftiFile } from './nifti-file';
import { tiffStackFile } from './tiff-stack-file';

const [DEPTH, HEIGHT, WIDTH] = [3, 4, 5];
const SIZE = DEPTH * HEIGHT * WIDTH;
const DIMS = [1, DEPTH, HEIGHT, WIDTH];
/** All values different; the smallest is 0, the largest 59. */
const counted = Float32Array.from({ length: SIZE }, (_, i) => (i * 37) % SIZE);
const unit = counted.map((value) => value / (SIZE - 1));

describe('volumes', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-volumes-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const written = (name: string, content: Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const read = async (path: string, dims: readonly number[] = DIMS, given: Recipe = {}) => {
    const { tensor, view } = await readInput(path, dims, completeRecipe(given, [], { dims }));
    assert.deepEqual(tensor.dims, [1, ...dims]);
    return { data: tensor.data, view };
  };
  const lengths = [WIDTH, HEIGHT, DEPTH];

  for (const [name, file] of [
    ['bytes', { lengths, values: Uint8Array.from(counted) }],
    ['16 bits', { lengths, values: Int16Array.from(counted) }],
    ['16 bits of big-endian machines', { lengths, values: Int16Array.from(counted), bigEndian: true }],
    ['floating-point numbers', { lengths, values: counted }],
    ['a slope and a shift', { lengths, values: Int16Array.from(counted), slope: 2, shift: -1024 }],
  ] as const) {
    it(`of NIfTI files of ${name} go from their smallest value to their largest`, async () => {
      const { data, view } = await read(written('a.nii', niftiFile(file)));
      near(data, unit, 1e-6);
      assert.deepEqual(view.volume?.dims, DIMS);
      assert.equal(Math.max(...view.volume.data), 255);
    });
  }

  it('of packed NIfTI files are the same, and so in levels that the sidecar gives', async () => {
    const packed = written('a.nii.gz', gzipSync(niftiFile({ lengths, values: Int16Array.from(counted) })));
    near((await read(packed)).data, unit, 1e-6);
    const { data } = await read(packed, DIMS, { black: 10, white: 50, mean: [0.5], std: [0.5] });
    near(
      data,
      counted.map((value) => (Math.min(1, Math.max(0, (value - 10) / 40)) - 0.5) / 0.5),
      1e-6,
    );
  });

  it('that a NIfTI file gives levels of display use them', async () => {
    const file = niftiFile({ lengths, values: counted, limits: [0, 30] });
    near(
      (await read(written('a.nii', file))).data,
      counted.map((value) => Math.min(1, value / 30)),
      1e-6,
    );
  });

  it('of colours in NIfTI files are not scaled', async () => {
    const values = Uint8Array.from({ length: 12 }, (_, i) => 20 * i);
    const { data } = await read(
      written('rgb.nii', niftiFile({ lengths: [2, 2, 1], values, rgb: true, slope: 1 / 255 })),
      [3, 1, 2, 2],
    );
    near(
      data,
      Float32Array.from({ length: 12 }, (_, i) => values[(i % 4) * 3 + Math.floor(i / 4)] / 255),
      1e-6,
    );
  });

  it('at several points in time have them as channels, and a plane at several times is a clip', async () => {
    const values = Float32Array.from({ length: 2 * SIZE }, (_, i) => i);
    const { data } = await read(written('a.nii', niftiFile({ lengths: [...lengths, 2], values })), [
      2,
      ...DIMS.slice(1),
    ]);
    near(
      data,
      values.map((value) => value / (2 * SIZE - 1)),
      1e-6,
    );
    const clip = niftiFile({ lengths: [WIDTH, HEIGHT, 1, DEPTH], values: counted });
    near((await read(written('a.nii', clip))).data, unit, 1e-6);
  });

  it('with values that are no numbers have the smallest there', async () => {
    const values = counted.slice();
    values[7] = NaN;
    near((await read(written('a.nii', niftiFile({ lengths, values })))).data[7] === 0 ? [0] : [1], [0], 0);
  });

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
          written(
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
          written(
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
          written(
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
    await assert.rejects(read(written('a.tif', file)), /its directories form a circle/);
  });

  it('of DICOM are the frames of a file', async () => {
    const file = dicomFile({ width: WIDTH, height: HEIGHT, frames: DEPTH, values: Uint16Array.from(counted) });
    near((await read(written('frames.dcm', file))).data, unit, 1e-6);
  });

  it('of a DICOM series are its files in the order of space, whichever of them is given, or their folder', async () => {
    const series = join(folder, 'series');
    mkdirSync(series);
    // Neither names nor numbers of files are in this order.
    const order = [2, 0, 1];
    order.forEach((slice, k) => {
      const values = Int16Array.from(counted.subarray(slice * 20, (slice + 1) * 20), (value) => value + 1000);
      const place = { position: [0, 0, 2.5 * slice], instance: k + 1, slope: 1, intercept: -1000, series: '1.9' };
      writeFileSync(join(series, `${k}.dcm`), dicomFile({ width: WIDTH, height: HEIGHT, values, ...place }));
    });
    for (const given of [join(series, '1.dcm'), series]) near((await read(given)).data, unit, 1e-6);
    const other = dicomFile({ width: WIDTH, height: HEIGHT, values: new Int16Array(20), series: '1.10' });
    writeFileSync(join(series, 'other'), other);
    near((await read(join(series, '1.dcm'))).data, unit, 1e-6);
    await assert.rejects(read(series), /2 DICOM series: choose a file/);
  });

  it('of a DICOM series are bounded by the frames of all its files together', async () => {
    const paths = ['a', 'b'].map((name) => {
      const frames = { frames: DEPTH, values: Uint16Array.from(counted), series: '1.11' };
      return written(`${name}.dcm`, dicomFile({ width: WIDTH, height: HEIGHT, ...frames }));
    });
    const both = 2 * WIDTH * HEIGHT * DEPTH;
    assert.equal((await seriesVolume(paths, both)).depth, 2 * DEPTH);
    await assert.rejects(seriesVolume(paths, both - 1), new RegExp(`more than the ${both - 1} that are read`));
  });

  it('of DICOM are seen in the window that the file gives, bright where MONOCHROME1 is small', async () => {
    const values = Uint16Array.from(counted);
    const file = { width: WIDTH, height: HEIGHT, frames: DEPTH, values, window: [30, 20] as const };
    const windowed = counted.map((value) => Math.min(1, Math.max(0, (value - 20) / 20)));
    near((await read(written('w.dcm', dicomFile(file)))).data, windowed, 1e-6);
    const inverted = dicomFile({ ...file, photometric: 'MONOCHROME1' });
    near(
      (await read(written('w.dcm', inverted))).data,
      windowed.map((value) => 1 - value),
      1e-6,
    );
  });

  it('of DICOM that are packed as JPEG are unpacked', async () => {
    const frames: Buffer[] = [];
    for (let k = 0; k < 2; k++)
      frames.push(
        await sharp(Buffer.alloc(64, 60 + 100 * k), { raw: { width: 8, height: 8, channels: 1 } })
          .toColourspace('b-w')
          .jpeg({ quality: 100 })
          .toBuffer(),
      );
    const file = dicomFile({ width: 8, height: 8, frames: 2, values: new Uint8Array(0), packed: frames });
    near(
      (await read(written('j.dcm', file), [1, 2, 8, 8], { black: 0, white: 255 })).data,
      Float32Array.from({ length: 128 }, (_, i) => (i < 64 ? 60 : 160) / 255),
      0.01,
    );
  });

  it('of one packed DICOM frame are read whole where it lies in several fragments', async () => {
    const values = Buffer.from(Array.from({ length: 64 }, (_, i) => 4 * i));
    const jpeg = await sharp(values, { raw: { width: 8, height: 8, channels: 1 } })
      .toColourspace('b-w')
      .jpeg({ quality: 100 })
      .toBuffer();
    const packed = [jpeg.subarray(0, 100), jpeg.subarray(100)];
    const file = written('j.dcm', dicomFile({ width: 8, height: 8, values: new Uint8Array(0), packed, series: '1.4' }));
    const { data } = await read(file, [1, 1, 8, 8], { black: 0, white: 255 });
    near(
      data,
      Float32Array.from(values, (value) => value / 255),
      0.02,
    );
  });

  it('of colours in DICOM keep their brightness, seen as an image or as a volume', async () => {
    const values = Uint8Array.from({ length: 12 }, (_, i) => 50 + 10 * i);
    const colours = {
      width: 2,
      height: 2,
      samples: 3,
      photometric: 'RGB',
      values,
      window: [100, 20] as const,
      series: '1.5',
    };
    const file = written('rgb.dcm', dicomFile(colours));
    const shares = Float32Array.from({ length: 12 }, (_, i) => values[(i % 4) * 3 + Math.floor(i / 4)] / 255);
    near((await read(file, [3, 1, 2, 2])).data, shares, 1e-6);
    const { tensor } = await readInput(file, [3, 2, 2], recipeOf(3, {}, [2, 2]));
    near(tensor.data, shares, 1e-6);
  });

  it('of a DICOM series are the file itself where it does not stay in its folder', async () => {
    const [kept, linked] = ['kept', 'linked'].map((name) => join(folder, name));
    [kept, linked].forEach((path) => mkdirSync(path));
    const values = Uint16Array.from(counted.subarray(0, 20));
    writeFileSync(join(kept, 'a'), dicomFile({ width: WIDTH, height: HEIGHT, values }));
    symlinkSync(join(kept, 'a'), join(linked, 'a.dcm'));
    const { data } = await read(join(linked, 'a.dcm'), [1, 1, HEIGHT, WIDTH], { black: 0, white: 60 });
    near(
      data,
      Float32Array.from(values, (value) => value / 60),
      1e-6,
    );
  });

  it('of one DICOM image are images for models that take images', async () => {
    const values = Uint16Array.from(counted.subarray(0, 20));
    const file = written('x.dcm', dicomFile({ width: WIDTH, height: HEIGHT, values, photometric: 'MONOCHROME1' }));
    const { tensor, view } = await readInput(file, [1, HEIGHT, WIDTH], recipeOf(1, {}, [HEIGHT, WIDTH]));
    const most = Math.max(...values);
    near(
      tensor.data,
      Float32Array.from(values, (value) => 1 - value / most),
      1e-6,
    );
    assert.equal(view.image?.width, WIDTH);
  });

  it('of more slices than a model takes are averaged along the depth, of fewer interpolated', async () => {
    const ramp = (depth: number) => Float32Array.from({ length: depth * 4 }, (_, i) => Math.floor(i / 4));
    const file = (depth: number) => written('d.nii', niftiFile({ lengths: [2, 2, depth], values: ramp(depth) }));
    const fewer = await read(file(8), [1, 4, 2, 2], { black: 0, white: 1000 });
    // Pillow's triangle of 8 values at 4 places.
    near(
      fewer.data.filter((_, i) => i % 4 === 0).map((v) => 1000 * v),
      [5 / 7, 2.5, 4.5, 7 - 5 / 7],
      1e-4,
    );
    const more = await read(file(2), [1, 4, 2, 2], { black: 0, white: 1000 });
    near(
      more.data.filter((_, i) => i % 4 === 0).map((v) => 1000 * v),
      [0, 0.25, 0.75, 1],
      1e-4,
    );
  });

  it('of one channel serve models of three, and of other channels are refused', async () => {
    const file = written('c.nii', niftiFile({ lengths, values: counted }));
    const { data } = await read(file, [3, ...DIMS.slice(1)]);
    near(data.subarray(SIZE, 2 * SIZE), unit, 1e-6);
    await assert.rejects(read(file, [2, ...DIMS.slice(1)]), /has 1 channels, but the model takes 2.*\.npy array/);
  });

  it('are what images of many bands are seen as: slices of one', async () => {
    const values = Uint8Array.from({ length: 4 * 4 * 5 }, (_, i) => i);
    const path = written('bands.tif', tiffFile({ width: 4, height: 4, bands: 5, values }));
    const { view } = await readInput(path, [5, 4, 4], recipeOf(5, {}, [4, 4]));
    assert.deepEqual(view.volume?.dims, [5, 1, 4, 4]);
    assert.deepEqual([...view.volume.data.subarray(0, 3)], [0, 5, 10]);
  });
});
