import { crc32, deflateSync } from 'node:zlib';

export interface PalettePng {
  readonly width: number;
  readonly height: number;
  readonly indices: ArrayLike<number>;
  readonly colours: readonly (readonly number[])[];
  readonly depth: 1 | 2 | 4 | 8;
  readonly filter: 0 | 1 | 2 | 3 | 4;
}

/**
 * A PNG with exactly these palette indices, every row under one filter: what encoders that make palettes of their own
 * cannot give.
 */
export function palettePng({ width, height, indices, colours, depth, filter }: PalettePng): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, 3, 0, 0, 0], 8);
  const length = Math.ceil((width * depth) / 8);
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(length);
    for (let x = 0; x < width; x++) row[(x * depth) >> 3] |= indices[y * width + x] << (8 - depth - ((x * depth) & 7));
    return row;
  });
  const filtered = rows.map((row, y) =>
    Buffer.from([filter, ...row.map((value, i) => value - predicted(filter, rows[y - 1], row, i))]),
  );
  const chunks = [
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(colours.flat())),
    chunk('IDAT', deflateSync(Buffer.concat(filtered))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...chunks]);
}

function predicted(filter: number, above: Buffer | undefined, row: Buffer, i: number): number {
  const [left, up, corner] = [row[i - 1] ?? 0, above?.[i] ?? 0, above?.[i - 1] ?? 0];
  const nearest = [left, up, corner].reduce((best, value) =>
    Math.abs(left + up - corner - value) < Math.abs(left + up - corner - best) ? value : best,
  );
  return [0, left, up, Math.floor((left + up) / 2), nearest][filter];
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
