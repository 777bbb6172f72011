export interface BitmapFile {
  readonly width: number;
  /** Negative: rows from the top. */
  readonly height: number;
  readonly bits: number;
  readonly compression?: number;
  /** Bytes of the header: 12 of OS/2, 40, 56 with masks of colour and alpha, 108. */
  readonly headerBytes?: 12 | 40 | 56 | 108;
  readonly masks?: readonly number[];
  /** Red, green and blue of every entry. */
  readonly palette?: readonly (readonly number[])[];
  /** Rows as they stand in the file, or run lengths. */
  readonly pixels: Uint8Array;
}

/** A bitmap file of exactly these bytes. */
export function bitmapFile(bitmap: BitmapFile): Buffer {
  const { width, height, bits, compression = 0, headerBytes = 40, masks = [], palette = [], pixels } = bitmap;
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(headerBytes, 0);
  if (headerBytes === 12) {
    header.writeUInt16LE(width, 4);
    header.writeUInt16LE(height, 6);
    header.writeUInt16LE(1, 8);
    header.writeUInt16LE(bits, 10);
  } else {
    header.writeInt32LE(width, 4);
    header.writeInt32LE(height, 8);
    header.writeUInt16LE(1, 12);
    header.writeUInt16LE(bits, 14);
    header.writeUInt32LE(compression, 16);
    header.writeUInt32LE(palette.length, 32);
    if (headerBytes > 40) masks.forEach((mask, k) => header.writeUInt32LE(mask, 40 + 4 * k));
  }
  const behind = headerBytes === 40 ? Buffer.concat(masks.map(word)) : Buffer.alloc(0);
  const entries = Buffer.from(palette.flatMap(([r, g, b]) => (headerBytes === 12 ? [b, g, r] : [b, g, r, 0])));
  const head = Buffer.alloc(14);
  const start = 14 + header.length + behind.length + entries.length;
  head.write('BM', 'latin1');
  head.writeUInt32LE(start + pixels.length, 2);
  head.writeUInt32LE(start, 10);
  return Buffer.concat([head, header, behind, entries, pixels]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Values of `bits` bits each, packed from the high bits on; rows end at four bytes. */
export function packedRows(rows: readonly (readonly number[])[], bits: number): Buffer {
  return Buffer.concat(
    rows.map((row) => {
      const bytes = Buffer.alloc(4 * Math.ceil((row.length * bits) / 32));
      row.forEach((value, x) => (bytes[(x * bits) >> 3] |= value << (8 - bits - ((x * bits) & 7))));
      return bytes;
    }),
  );
}
