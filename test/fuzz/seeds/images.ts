import { sharp } from '../../../src/engine/image/library';
import { bitmapFile } from '../../engine/image/bitmap-file';
import { palettePng } from '../../engine/image/palette-png';
import { tiffFile } from '../../engine/image/tiff-file';
import { bmp } from './bmp';

const [HEIGHT, WIDTH] = [9, 13];
const COUNT = HEIGHT * WIDTH;

type Seeds = () => Promise<Uint8Array[]>;

const levels = (count: number, most = 256): number[] => Array.from({ length: count }, (_, i) => (i * 37) % most);
const picture = (channels: 1 | 3 | 4 = 3, height = HEIGHT) =>
  sharp(Buffer.from(levels(WIDTH * height * channels)), { raw: { width: WIDTH, height, channels } });
const colours = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [9, 9, 9],
];
const size = { width: WIDTH, height: HEIGHT };

const png: Seeds = async () => [
  await picture().png().toBuffer(),
  await picture(4).png({ progressive: true }).toBuffer(),
  await picture(1).toColourspace('grey16').png().toBuffer(),
  palettePng({ ...size, indices: levels(COUNT, 4), colours, depth: 4, filter: 2 }),
];

const jpeg: Seeds = async () => [
  await picture().jpeg().toBuffer(),
  await picture()
    .jpeg({ progressive: true })
    .withExif({ IFD0: { Copyright: 'nobody' } })
    .toBuffer(),
  await picture().toColourspace('cmyk').jpeg().toBuffer(),
];

const webp: Seeds = async () => [
  await picture().webp().toBuffer(),
  await picture(4).webp({ lossless: true }).toBuffer(),
];

const gif: Seeds = async () => [await picture().gif().toBuffer()];
const avif: Seeds = async () => [await picture().avif().toBuffer()];

const tiff: Seeds = async () => [
  await picture().tiff().toBuffer(),
  await picture().tiff({ compression: 'deflate', predictor: 'horizontal' }).toBuffer(),
  await picture().tiff({ tile: true, tileWidth: 16, tileHeight: 16, compression: 'lzw' }).toBuffer(),
  tiffFile({ ...size, bands: 3, values: Uint16Array.from(levels(3 * COUNT, 65536)), separate: true }),
  tiffFile({ ...size, values: Float32Array.from(levels(COUNT), (v) => v / 255), bigEndian: true }),
];

/** Files of each ending that sharp decodes. */
export const sharpSeeds: Readonly<Record<string, Seeds>> = { png, jpeg, webp, gif, tiff, avif };

const BITFIELDS = 3;
/** Runs of eight and of four bits. */
const [RUNS8, RUNS4] = [1, 2];
const runs = Buffer.from([...Array.from({ length: HEIGHT }, () => [WIDTH, 1, 0, 0]).flat(), 0, 1]);

/** Bitmaps by their bits a pixel and their compression. */
export const bitmapSeeds: Readonly<Record<string, Seeds>> = {
  ...Object.fromEntries([1, 4, 8, 24, 32].map((bits) => [`bmp${bits}`, async () => [bmp(bits, WIDTH, HEIGHT)]])),
  'bmp-runs': async () => [
    bitmapFile({ ...size, bits: 8, compression: RUNS8, palette: colours, pixels: runs }),
    bitmapFile({ ...size, bits: 4, compression: RUNS4, palette: colours, pixels: runs }),
  ],
  'bmp-fields': async () => [
    bitmapFile({
      ...size,
      height: -HEIGHT,
      bits: 16,
      compression: BITFIELDS,
      masks: [0xf800, 0x07e0, 0x001f],
      pixels: Buffer.from(levels(28 * HEIGHT)),
    }),
  ],
};
