import { sharp } from './library';

/** The pixels of a mask in white on black, and how wide it is. */
async function pixelsOf(mask: Buffer): Promise<{ white: Uint8Array; width: number; height: number }> {
  const { data, info } = await sharp(mask)
    .extractChannel(0)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { white: data, width: info.width, height: info.height };
}

/** The box around what is white, [left, top, width, height], and how many pixels are; null where none is. */
export async function whiteBox(mask: Buffer): Promise<{ box: readonly number[]; area: number } | null> {
  const { white, width } = await pixelsOf(mask);
  let [left, top, right, bottom, area] = [Infinity, Infinity, -1, -1, 0];
  white.forEach((value, p) => {
    if (value < 128) return;
    const [x, y] = [p % width, Math.floor(p / width)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
    area++;
  });
  return area > 0 ? { box: [left, top, right - left + 1, bottom - top + 1], area } : null;
}

/** A label map as a PNG file: a number where the mask is white, 0 elsewhere. */
export async function labelMapPng(mask: Buffer, number: number): Promise<Buffer> {
  const { white, width, height } = await pixelsOf(mask);
  const labels = Uint8Array.from(white, (value) => (value < 128 ? 0 : number));
  return sharp(labels, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 9 })
    .toBuffer();
}
