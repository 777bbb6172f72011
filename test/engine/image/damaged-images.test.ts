import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { readFirstBand, readPixels } from '../../../src/engine/image/pixels';
import { LensError } from '../../../src/protocol/error';
import { bytes, recipeOf } from './small-image';
import { tiffFile } from './tiff-file';

describe('image files that are hostile, damaged or something else', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-images-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const recipe = recipeOf(3);

  const says = async (content: Uint8Array, reason: RegExp): Promise<void> => {
    const path = join(folder, 'a.png');
    writeFileSync(path, content);
    const begun = performance.now();
    for (const read of [() => readPixels(path, recipe), () => readFirstBand(path, recipe)])
      await assert.rejects(read(), (error) => {
        assert.ok(error instanceof LensError && error.code === 'corrupt-image', String(error));
        assert.match(error.what, reason);
        assert.doesNotMatch(error.message, /vips|glib|undefined|Error/i);
        return error.where === path && error.message.length <= 600;
      });
    assert.ok(performance.now() - begun < 2000);
  };

  it('are told by what they are, whatever their names', async () => {
    for (const [text, reason] of [
      ['', /it is empty/],
      ['no image', /no PNG, JPEG/],
      ['<svg xmlns="http://www.w3.org/2000/svg" width="99999" height="99999"/>', /a drawing \(SVG\)/],
      ['<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg/>', /a drawing \(SVG\)/],
      ['%PDF-1.7', /it is a PDF/],
      ['version https://git-lfs.github.com/spec/v1\noid sha256:0\n', /git lfs pull/],
      ['\x00\x00\x00\x18ftypheic', /HEIC/],
      ['\x93NUMPY', /ending \.npy/],
    ] as const)
      await says(Buffer.from(text, 'latin1'), reason);
  });

  it('state their limit before anything is unpacked', async () => {
    const png = (width: number, height: number, interlaced: boolean): Buffer => {
      const chunk = (type: string, data: Buffer): Buffer => {
        const ends = Buffer.alloc(8);
        ends.writeUInt32BE(data.length, 0);
        ends.write(type, 4, 'latin1');
        return Buffer.concat([ends, data, Buffer.alloc(4)]);
      };
      const header = Buffer.alloc(13);
      header.writeUInt32BE(width, 0);
      header.writeUInt32BE(height, 4);
      header.set([8, 2, 0, 0, interlaced ? 1 : 0], 8);
      const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
      const all = [
        chunk('IHDR', header),
        chunk('IDAT', deflateSync(Buffer.alloc(1000))),
        chunk('IEND', Buffer.alloc(0)),
      ];
      return Buffer.concat([signature, ...all.map(withCheck)]);
    };
    await says(png(40_000, 40_000, false), /40000 × 40000 pixels, more than the 1073741824/);
    await says(png(12_000, 12_000, true), /12000 × 12000 pixels, more than the 134217728/);
    const giant = { width: 4, height: 4, values: new Uint16Array(16) };
    const stated = tiffFile(giant);
    // Width and height of 60,000, in the entries of the first two tags.
    for (const at of [18, 30]) stated.writeUInt16LE(60_000, at);
    await says(stated, /cut short: it states 60000 × 60000/);
  });

  it('are damaged in their directories or their data', async () => {
    const whole = tiffFile({ width: 6, height: 4, values: Float32Array.from(bytes(1), (v) => v / 255) });
    for (let length = 8; length < whole.length; length += 7)
      await says(whole.subarray(0, length), /cut short|beyond its end|states no size|damaged/);
    const many = Buffer.from(whole);
    many.writeUInt32LE(0xfffffff0, 10 + 12 * 2 + 4);
    await says(many, /beyond its end/);
    const jpeg = await sharp(bytes(3), { raw: { width: 6, height: 4, channels: 3 } })
      .jpeg()
      .toBuffer();
    await says(jpeg.subarray(0, jpeg.length - 40), /damaged or cut short/);
  });
});

/** The check of a chunk, over its type and data. */
function withCheck(chunk: Buffer): Buffer {
  const body = chunk.subarray(4, chunk.length - 4);
  let crc = ~0;
  for (const byte of body) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  chunk.writeUInt32BE(~crc >>> 0, chunk.length - 4);
  return chunk;
}
