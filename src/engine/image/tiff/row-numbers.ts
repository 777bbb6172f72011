import { halfToFloat } from '../../tensor/tensor';
import type { TiffLayout } from './layout';

/** How numbers stand in the rows of a strip or tile. */
export interface RowForm extends Pick<TiffLayout, 'bits' | 'format' | 'differences'> {
  readonly isLittle: boolean;
  /** Numbers of one pixel, side by side. */
  readonly perPixel: number;
}

export const bytesOfRow = (count: number, bits: number): number => Math.ceil((count * bits) / 8);

/** The numbers of a row. @see https://www.adobe.io/open/standards/TIFF.html, Section 14, and Technical Note 3 */
export function rowNumbers(row: Uint8Array, count: number, form: RowForm): ArrayLike<number> {
  if (form.differences === 'bytes') return floatsOf(joinedBytes(row, count, form), count, form.bits, false);
  if (form.bits === 64) return wide(row, count, form);
  const whole = form.bits % 8 === 0 ? bytewise(row, count, form) : bitwise(row, count, form.bits);
  if (form.differences === 'numbers')
    for (let i = form.perPixel; i < count; i++) whole[i] = (whole[i] + whole[i - form.perPixel]) % 2 ** form.bits;
  if (form.format === 'float') return floatsOf(bytesOf(whole, form.bits), count, form.bits, false);
  if (form.format === 'signed')
    for (let i = 0; i < count; i++) if (whole[i] >= 2 ** (form.bits - 1)) whole[i] -= 2 ** form.bits;
  return whole;
}

/** Numbers of whole bytes, in the order of the file. */
function bytewise(row: Uint8Array, count: number, { bits, isLittle }: RowForm): Float64Array {
  const size = bits / 8;
  const buffer = Buffer.from(row.buffer, row.byteOffset, row.byteLength);
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i++)
    numbers[i] = isLittle ? buffer.readUIntLE(i * size, size) : buffer.readUIntBE(i * size, size);
  return numbers;
}

/** Numbers of other bits one behind the other, the highest bit first in files of either order. */
function bitwise(row: Uint8Array, count: number, bits: number): Float64Array {
  const numbers = new Float64Array(count);
  for (let i = 0, at = 0; i < count; i++) {
    let value = 0;
    for (let left = bits; left > 0;) {
      const taken = Math.min(left, 8 - (at % 8));
      value = value * 2 ** taken + ((row[at >> 3] >> (8 - (at % 8) - taken)) & (2 ** taken - 1));
      at += taken;
      left -= taken;
    }
    numbers[i] = value;
  }
  return numbers;
}

function wide(row: Uint8Array, count: number, { format, isLittle }: RowForm): Float64Array {
  const view = new DataView(row.buffer, row.byteOffset, row.byteLength);
  return Float64Array.from({ length: count }, (_, i) => {
    if (format === 'float') return view.getFloat64(8 * i, isLittle);
    return Number(format === 'signed' ? view.getBigInt64(8 * i, isLittle) : view.getBigUint64(8 * i, isLittle));
  });
}

/** Differences of bytes added up, and the bytes of each number, which lie in planes from the highest on, together. */
function joinedBytes(row: Uint8Array, count: number, { bits, perPixel }: RowForm): Uint8Array {
  const size = bits / 8;
  const planes = Uint8Array.from(row.subarray(0, count * size));
  for (let i = perPixel; i < planes.length; i++) planes[i] += planes[i - perPixel];
  return Uint8Array.from({ length: count * size }, (_, k) => planes[(k % size) * count + Math.floor(k / size)]);
}

function bytesOf(whole: ArrayLike<number>, bits: number): Uint8Array {
  const bytes = Buffer.alloc((whole.length * bits) / 8);
  for (let i = 0; i < whole.length; i++) bytes.writeUIntBE(whole[i], (i * bits) / 8, bits / 8);
  return bytes;
}

function floatsOf(bytes: Uint8Array, count: number, bits: number, isLittle: boolean): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: count }, (_, i) => {
    if (bits === 64) return view.getFloat64(8 * i, isLittle);
    return bits === 32 ? view.getFloat32(4 * i, isLittle) : halfToFloat(view.getUint16(2 * i, isLittle));
  });
}
