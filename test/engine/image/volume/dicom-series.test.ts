import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { readInput } from '../../../../src/engine/image/input';
import { seriesVolume } from '../../../../src/engine/image/volume/dicom-series';
import { recipeOf, near } from '../small-image';
import { dicomFile } from './dicom-file';
import { counted, DEPTH, HEIGHT, read, unit, WIDTH, VolumeFolder } from './volumes';

describe('volumes of DICOM files', () => {
  const volumes = new VolumeFolder();

  it('of DICOM are the frames of a file', async () => {
    const file = dicomFile({ width: WIDTH, height: HEIGHT, frames: DEPTH, values: Uint16Array.from(counted) });
    near((await read(volumes.write('frames.dcm', file))).data, unit, 1e-6);
  });

  it('of a DICOM series are its files in the order of space, whichever of them is given, or their folder', async () => {
    const series = volumes.path('series');
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
      return volumes.write(`${name}.dcm`, dicomFile({ width: WIDTH, height: HEIGHT, ...frames }));
    });
    const both = 2 * WIDTH * HEIGHT * DEPTH;
    assert.equal((await seriesVolume(paths, both)).depth, 2 * DEPTH);
    await assert.rejects(seriesVolume(paths, both - 1), new RegExp(`more than the ${both - 1} that are read`));
  });

  it('of DICOM are seen in the window that the file gives, bright where MONOCHROME1 is small', async () => {
    const values = Uint16Array.from(counted);
    const file = { width: WIDTH, height: HEIGHT, frames: DEPTH, values, window: [30, 20] as const };
    const windowed = counted.map((value) => Math.min(1, Math.max(0, (value - 20) / 20)));
    near((await read(volumes.write('w.dcm', dicomFile(file)))).data, windowed, 1e-6);
    const inverted = dicomFile({ ...file, photometric: 'MONOCHROME1' });
    near(
      (await read(volumes.write('w.dcm', inverted))).data,
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
      (await read(volumes.write('j.dcm', file), [1, 2, 8, 8], { black: 0, white: 255 })).data,
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
    const file = volumes.write(
      'j.dcm',
      dicomFile({ width: 8, height: 8, values: new Uint8Array(0), packed, series: '1.4' }),
    );
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
    const file = volumes.write('rgb.dcm', dicomFile(colours));
    const shares = Float32Array.from({ length: 12 }, (_, i) => values[(i % 4) * 3 + Math.floor(i / 4)] / 255);
    near((await read(file, [3, 1, 2, 2])).data, shares, 1e-6);
    const { tensor } = await readInput(file, [3, 2, 2], recipeOf(3, {}, [2, 2]));
    near(tensor.data, shares, 1e-6);
  });

  it('of a DICOM series are the file itself where it does not stay in its folder', async () => {
    const [kept, linked] = ['kept', 'linked'].map((name) => volumes.path(name));
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
    const file = volumes.write(
      'x.dcm',
      dicomFile({ width: WIDTH, height: HEIGHT, values, photometric: 'MONOCHROME1' }),
    );
    const { tensor, view } = await readInput(file, [1, HEIGHT, WIDTH], recipeOf(1, {}, [HEIGHT, WIDTH]));
    const most = Math.max(...values);
    near(
      tensor.data,
      Float32Array.from(values, (value) => 1 - value / most),
      1e-6,
    );
    assert.equal(view.image?.width, WIDTH);
  });
});
