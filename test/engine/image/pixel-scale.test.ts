import sharp from 'sharp';
import { bytes, HEIGHT, imageFiles, near, planes, recipeOf, WIDTH } from './small-image';
import { tiffFile } from './tiff-file';

describe('the scale of numbers in image files', () => {
  const { input, refused } = imageFiles();

  it('white of 12 bits in 16 is told by the tags or by the recipe', async () => {
    const values = Uint16Array.from(bytes(1), (v) => v * 16);
    const file = (tags: Parameters<typeof tiffFile>[0]['tags']): Buffer =>
      tiffFile({ width: WIDTH, height: HEIGHT, values, tags });
    const expected = Float32Array.from(values, (v) => v / 4095);
    for (const tags of [
      [[281, 3, [4095]]],
      [[50717, 4, [4095]]],
      [[270, 2, '<OME><Pixels SignificantBits="12" Type="uint16"/></OME>']],
    ] as const)
      near(await input(file(tags), recipeOf(1)), expected, 1e-6);
    near(await input(file([]), recipeOf(1, { white: 4095 })), expected, 1e-6);
    // Where nothing tells, and where the largest value is a statistic, white is that of 16 bits.
    for (const tags of [[], [[281, 3, [4001]]]] as const)
      near(
        await input(file(tags), recipeOf(1)),
        Float32Array.from(values, (v) => v / 65535),
        1e-6,
      );
    const png = await sharp(values, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    near(await input(png, recipeOf(1, { white: 4095 })), expected, 1e-6);
    const eight = await sharp(bytes(1), { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
      .png()
      .toBuffer();
    near(await input(eight, recipeOf(1, { white: 4095 })), planes(bytes(1), 1, 255), 1e-6);
  });

  it('numbers of another scale are refused unless the recipe says which is white', async () => {
    const large = tiffFile({ width: WIDTH, height: HEIGHT, values: Float32Array.from(bytes(1)) });
    await refused(large, recipeOf(1), /floating-point numbers reach 2\d\d, but white is 1/, /"white" in the sidecar/);
    near(await input(large, recipeOf(1, { white: 255 })), planes(bytes(1), 1, 255), 1e-6);
    const slightly = Float32Array.from(bytes(1), (v) => v / 240);
    near(await input(tiffFile({ width: WIDTH, height: HEIGHT, values: slightly }), recipeOf(1)), slightly, 1e-6);
    const whole = tiffFile({ width: WIDTH, height: HEIGHT, values: Uint32Array.from(bytes(1), (v) => v * 1000) });
    await refused(whole, recipeOf(1), /16 bits.*which is white/);
    near(await input(whole, recipeOf(1, { white: 255_000 })), planes(bytes(1), 1, 255), 1e-6);
    const holes = Float32Array.from(bytes(1), (v, i) => (i === 3 ? NaN : v / 255));
    await refused(tiffFile({ width: WIDTH, height: HEIGHT, values: holes }), recipeOf(1), /not finite/);
  });
});
