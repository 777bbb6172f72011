import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { near } from '../small-image';
import { niftiFile } from './nifti-file';
import { counted, DEPTH, DIMS, HEIGHT, read, SIZE, unit, WIDTH, VolumeFolder } from './volumes';

describe('volumes', () => {
  const volumes = new VolumeFolder();
  const lengths = [WIDTH, HEIGHT, DEPTH];

  for (const [name, file] of [
    ['bytes', { lengths, values: Uint8Array.from(counted) }],
    ['16 bits', { lengths, values: Int16Array.from(counted) }],
    ['16 bits of big-endian machines', { lengths, values: Int16Array.from(counted), bigEndian: true }],
    ['floating-point numbers', { lengths, values: counted }],
    ['a slope and a shift', { lengths, values: Int16Array.from(counted), slope: 2, shift: -1024 }],
  ] as const) {
    it(`of NIfTI files of ${name} go from their smallest value to their largest`, async () => {
      const { data, view } = await read(volumes.write('a.nii', niftiFile(file)));
      near(data, unit, 1e-6);
      assert.deepEqual(view.volume?.dims, DIMS);
      assert.equal(Math.max(...view.volume.data), 255);
    });
  }

  it('of packed NIfTI files are the same, and so in levels that the sidecar gives', async () => {
    const packed = volumes.write('a.nii.gz', gzipSync(niftiFile({ lengths, values: Int16Array.from(counted) })));
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
      (await read(volumes.write('a.nii', file))).data,
      counted.map((value) => Math.min(1, value / 30)),
      1e-6,
    );
  });

  it('of colours in NIfTI files are not scaled', async () => {
    const values = Uint8Array.from({ length: 12 }, (_, i) => 20 * i);
    const { data } = await read(
      volumes.write('rgb.nii', niftiFile({ lengths: [2, 2, 1], values, rgb: true, slope: 1 / 255 })),
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
    const { data } = await read(volumes.write('a.nii', niftiFile({ lengths: [...lengths, 2], values })), [
      2,
      ...DIMS.slice(1),
    ]);
    near(
      data,
      values.map((value) => value / (2 * SIZE - 1)),
      1e-6,
    );
    const clip = niftiFile({ lengths: [WIDTH, HEIGHT, 1, DEPTH], values: counted });
    near((await read(volumes.write('a.nii', clip))).data, unit, 1e-6);
  });

  it('with values that are no numbers have the smallest there', async () => {
    const values = counted.slice();
    values[7] = NaN;
    near((await read(volumes.write('a.nii', niftiFile({ lengths, values })))).data[7] === 0 ? [0] : [1], [0], 0);
  });

  it('of more slices than a model takes are averaged along the depth, of fewer interpolated', async () => {
    const ramp = (depth: number) => Float32Array.from({ length: depth * 4 }, (_, i) => Math.floor(i / 4));
    const file = (depth: number) => volumes.write('d.nii', niftiFile({ lengths: [2, 2, depth], values: ramp(depth) }));
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
    const file = volumes.write('c.nii', niftiFile({ lengths, values: counted }));
    const { data } = await read(file, [3, ...DIMS.slice(1)]);
    near(data.subarray(SIZE, 2 * SIZE), unit, 1e-6);
    await assert.rejects(read(file, [2, ...DIMS.slice(1)]), /has 1 channels, but the model takes 2.*\.npy array/);
  });
});
