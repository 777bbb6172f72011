import { LensError } from '../../protocol/error';
import { sizeOf, type ElementType, type NumericArray, type Tensor } from './tensor';
import { transposed } from './transposition';

/** NumPy type codes without byte order, and the array that holds them. */
const TYPES: readonly { code: string; type: ElementType; of: new (buffer: ArrayBuffer) => NumericArray }[] = [
  { code: 'f4', type: 'float32', of: Float32Array },
  { code: 'f8', type: 'float64', of: Float64Array },
  { code: 'f2', type: 'float16', of: Uint16Array },
  { code: 'i1', type: 'int8', of: Int8Array },
  { code: 'u1', type: 'uint8', of: Uint8Array },
  { code: 'i2', type: 'int16', of: Int16Array },
  { code: 'u2', type: 'uint16', of: Uint16Array },
  { code: 'i4', type: 'int32', of: Int32Array },
  { code: 'u4', type: 'uint32', of: Uint32Array },
  { code: 'i8', type: 'int64', of: BigInt64Array },
  { code: 'u8', type: 'uint64', of: BigUint64Array },
  { code: 'b1', type: 'bool', of: Uint8Array },
];

/** NumPy itself writes and reads no longer ones, and has no more axes. */
const MOST_HEADER = 65_535;
const MOST_AXES = 64;

/**
 * Reads the NumPy `.npy` format, versions 1 to 3, in either order of bytes and of axes.
 * @throws LensError `corrupt-image` when the bytes are something else
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function decodeNpy(bytes: Uint8Array, where = 'array'): Tensor {
  const fail = (what: string): never => {
    throw new LensError({
      code: 'corrupt-image',
      what,
      where,
      next: 'Save one array of numbers with numpy.save',
    });
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || bytes[0] !== 0x93 || Buffer.from(bytes.subarray(1, 6)).toString('latin1') !== 'NUMPY')
    fail('not a .npy file');
  const wide = bytes[6] > 1;
  const start = wide ? 12 : 10;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > MOST_HEADER) fail(`its header is said to have ${length} bytes, more than ${MOST_HEADER}`);
  const header = Buffer.from(bytes.subarray(start, start + length)).toString('latin1');
  const code = /'descr':\s*'([<>|=])(\w+)'/.exec(header);
  const shape = /'shape':\s*\(([^)]*)\)/.exec(header);
  const entry = code && TYPES.find((t) => t.code === code[2]);
  if (!code || !shape || !entry) return fail(`unsupported array type ${code ? code[1] + code[2] : ''}`);
  const dims = shape[1]
    .split(',')
    .filter((d) => d.trim())
    .map(Number);
  if (dims.length > MOST_AXES || !dims.every((d) => Number.isSafeInteger(d) && d >= 0))
    fail(`its shape is no list of at most ${MOST_AXES} lengths`);
  const width = Number(entry.code.slice(1));
  const size = sizeOf(dims) * width;
  const from = bytes.byteOffset + start + length;
  if (start + length + size > bytes.length) fail('the file is cut short');
  // A copy, because the payload need not be aligned to its element size.
  const payload = bytes.buffer.slice(from, from + size) as ArrayBuffer;
  if (code[1] === '>') swapBytes(payload, width);
  const stored = { type: entry.type, dims, data: new entry.of(payload) };
  if (dims.length < 2 || !/'fortran_order':\s*True/.test(header)) return stored;
  const backwards = dims.map((_, axis) => dims.length - 1 - axis);
  return transposed({ ...stored, dims: [...dims].reverse() }, backwards);
}

/** Turns numbers of so many bytes from big-endian to little-endian, in place. */
function swapBytes(payload: ArrayBuffer, width: number): void {
  const bytes = Buffer.from(payload);
  if (width === 2) bytes.swap16();
  if (width === 4) bytes.swap32();
  if (width === 8) bytes.swap64();
}

/** The bytes of a `.npy` file (version 1) for a tensor of any numeric type. */
export function encodeNpy(tensor: Tensor): Uint8Array {
  const entry = TYPES.find((t) => t.type === tensor.type);
  if (!entry) throw new RangeError(`.npy cannot hold ${tensor.type}`);
  const order = entry.code.endsWith('1') ? '|' : '<';
  const shape = tensor.dims.length === 1 ? `(${tensor.dims[0]},)` : `(${tensor.dims.join(', ')})`;
  const text = `{'descr': '${order}${entry.code}', 'fortran_order': False, 'shape': ${shape}, }`;
  const padded = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11, ' ') + '\n';
  const head = Buffer.alloc(10);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(padded.length, 8);
  const { buffer, byteOffset, byteLength } = tensor.data;
  return Buffer.concat([head, Buffer.from(padded, 'latin1'), Buffer.from(buffer, byteOffset, byteLength)]);
}
