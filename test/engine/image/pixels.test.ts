import sharp from 'sharp';
import { bytes, HEIGHT, imageFiles, near, planes, recipeOf, SIZE, WIDTH } from './small-image';
import { tiffFile } from './tiff-file';

describe('image files of any bands and bits', () => {
  const { input, refused } = imageFiles();

  it('grey of floating-point numbers is the image that its 8 bits are', async () => {
    const grey = bytes(1);
    const float = tiffFile({ width: WIDTH, height: HEIGHT, values: Float32Array.from(grey, (v) => v / 255) });
    const double = tiffFile({ width: WIDTH, height: HEIGHT, values: Float64Array.from(grey, (v) => v / 255) });
    const eight = tiffFile({ width: WIDTH, height: HEIGHT, values: grey });
    for (const file of [float, double, eight]) near(await input(file, recipeOf(1)), planes(grey, 1, 255), 1e-6);
    near(
      await input(float, recipeOf(3)),
      [0, 1, 2].flatMap(() => [...planes(grey, 1, 255)]),
      1e-6,
    );
  });

  it('sixteen bits are taken by their values, in either byte order', async () => {
    const values = Uint16Array.from(bytes(3), (v, i) => v * 257 - (i % 7));
    for (const bigEndian of [false, true]) {
      const file = tiffFile({ width: WIDTH, height: HEIGHT, bands: 3, values, bigEndian });
      near(await input(file, recipeOf(3)), planes(values, 3, 65535), 1e-6);
    }
    const signed = tiffFile({ width: WIDTH, height: HEIGHT, values: Int16Array.from(bytes(1), (v) => v - 20) });
    near(
      await input(signed, recipeOf(1)),
      Float32Array.from(bytes(1), (v) => (v - 20) / 32767),
      1e-6,
    );
  });

  for (const bands of [2, 4, 5, 13]) {
    it(`${bands} bands are all used by a model of ${bands} channels`, async () => {
      const values = Uint16Array.from(bytes(bands), (v) => v * 200);
      const file = { width: WIDTH, height: HEIGHT, bands, values };
      near(await input(tiffFile(file), recipeOf(bands)), planes(values, bands, 65535), 1e-6);
      const apart = Uint16Array.from(values, (_, i) => values[(i % SIZE) * bands + Math.floor(i / SIZE)]);
      near(
        await input(tiffFile({ ...file, values: apart, separate: true }), recipeOf(bands)),
        planes(values, bands, 65535),
        1e-6,
      );
      const float = tiffFile({
        ...file,
        photometric: bands > 2 ? 2 : 1,
        values: Float32Array.from(values, (v) => v / 65535),
      });
      near(await input(float, recipeOf(bands)), planes(values, bands, 65535), 1e-6);
      const eight = tiffFile({ ...file, values: bytes(bands) });
      near(await input(eight, recipeOf(bands)), planes(bytes(bands), bands, 255), 1e-6);
    });

    it(`${bands} bands are refused by models of other channels, with both numbers`, async () => {
      const file = tiffFile({ width: WIDTH, height: HEIGHT, bands, values: bytes(bands) });
      for (const channels of [1, 3, 7])
        await refused(
          file,
          recipeOf(channels),
          new RegExp(`has ${bands} bands.* ${channels} channel`),
          /TIFF of \d+ band.*\.npy/,
        );
    });
  }

  it('alpha is a band for models of 2 and 4 channels, and white behind the image for others', async () => {
    for (const [own, all] of [
      [1, 2],
      [3, 4],
    ] as const) {
      const values = bytes(all);
      const raw = sharp(values, { raw: { width: WIDTH, height: HEIGHT, channels: all } });
      const files = [
        await raw
          .toColourspace(own === 1 ? 'b-w' : 'srgb')
          .png()
          .toBuffer(),
        tiffFile({ width: WIDTH, height: HEIGHT, bands: all, photometric: all - 2 || 1, extraSamples: [2], values }),
      ];
      const seen = Float32Array.from({ length: SIZE * own }, (_, i) => {
        const [p, b] = [i % SIZE, Math.floor(i / SIZE)];
        return 1 + (values[p * all + own] / 255) * (values[p * all + b] / 255 - 1);
      });
      for (const file of files) {
        near(await input(file, recipeOf(all)), planes(values, all, 255), 1e-6);
        near(await input(file, recipeOf(own)), seen, 1.01 / 255);
      }
    }
    const rgb = await sharp(bytes(3), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
      .png()
      .toBuffer();
    await refused(rgb, recipeOf(4), /has 3 bands, but the model takes 4 channels/);
    await refused(rgb, recipeOf(13), /has 3 bands, but the model takes 13 channels/, /\[1, 13, 4, 6\]/);
  });

  it('red and blue change places for models that take them so, further bands do not', async () => {
    const values = bytes(4);
    const file = tiffFile({ width: WIDTH, height: HEIGHT, bands: 4, photometric: 2, values });
    const turned = planes(values, 4, 255);
    const plane = (b: number): number[] => [...turned.subarray(b * SIZE, (b + 1) * SIZE)];
    near(await input(file, recipeOf(4, { color: 'bgr' })), [2, 1, 0, 3].flatMap(plane), 1e-6);
  });
});
