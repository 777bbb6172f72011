import type { FloatMap } from '../../protocol/raster';

/**
 * An array as a NumPy file (format 1.0, little-endian float32, C order).
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function encodeNpy({ dims, data }: FloatMap): Uint8Array {
  const shape = dims.length === 1 ? `${dims[0]},` : dims.join(', ');
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`;
  // Magic (6), version (2), length (2), text and a newline, padded so that the values begin at a multiple of 64.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const bytes = new Uint8Array(10 + length + data.length * 4);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 0xff, length >> 8]);
  bytes.set(new TextEncoder().encode(`${text.padEnd(length - 1)}\n`), 10);
  const view = new DataView(bytes.buffer, 10 + length);
  data.forEach((value, i) => view.setFloat32(i * 4, value, true));
  return bytes;
}
