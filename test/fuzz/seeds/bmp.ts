/** A bottom-up BMP of 1, 4, 8, 24 or 32 bits a pixel, uncompressed, with a grey palette where it has one. */
export function bmp(bits: number, width: number, height: number): Uint8Array {
  const colors = bits <= 8 ? 2 ** bits : 0;
  const stride = Math.ceil((width * bits) / 32) * 4;
  const start = 54 + 4 * colors;
  const bytes = Buffer.alloc(start + stride * height);
  bytes.write('BM', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(start, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(bits, 28);
  bytes.writeUInt32LE(colors, 46);
  for (let c = 0; c < colors; c++) bytes.fill(Math.round((255 * c) / (colors - 1)), 54 + 4 * c, 57 + 4 * c);
  for (let i = start; i < bytes.length; i++) bytes[i] = (i * 29) % 256;
  return bytes;
}
