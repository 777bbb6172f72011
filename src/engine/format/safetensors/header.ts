import { bytesPerElement } from '../../graph/weight';
import { sizeOf, type ElementType } from '../../tensor/tensor';
import type { FileRanges } from '../file-ranges';
import type { StoredTensor } from '../weights-file';

/** A tensor and where its values lie in the file. */
export interface SafetensorsEntry extends StoredTensor {
  readonly from: number;
  readonly bytes: number;
}

const TYPES: Readonly<Record<string, ElementType>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U64: 'uint64',
  U32: 'uint32',
  U16: 'uint16',
  U8: 'uint8',
  BOOL: 'bool',
};

/** The format's own limit on its header. */
const MOST_HEADER = 100e6;
const PREFIX = 8;

/** Whether a file begins with the length of a header and the header's brace, as no other format does. */
export function opensHeader(ranges: FileRanges): boolean {
  if (ranges.size <= PREFIX) return false;
  const opening = ranges.read(0, PREFIX + 1);
  const length = new DataView(opening.buffer, opening.byteOffset).getBigUint64(0, true);
  return (
    length > 1n && length <= BigInt(MOST_HEADER) && PREFIX + Number(length) <= ranges.size && opening[PREFIX] === 0x7b
  );
}

/** The texts in the header of a safetensors file. @throws LensError `corrupt-model` */
export function readMetadata(ranges: FileRanges): Readonly<Record<string, string>> {
  const { header } = headerOf(ranges);
  const metadata = (header as { __metadata__?: unknown }).__metadata__;
  return typeof metadata === 'object' && metadata !== null ? (metadata as Record<string, string>) : {};
}

/**
 * The tensors of a safetensors file in the order of their values.
 * @returns also the names of tensors whose number type is not known (8-bit floats, say)
 * @throws LensError `corrupt-model`
 */
export function readHeader(ranges: FileRanges): { entries: SafetensorsEntry[]; unreadable: string[] } {
  const { header, length } = headerOf(ranges);
  const entries: SafetensorsEntry[] = [];
  const unreadable: string[] = [];
  for (const [name, described] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const {
      dtype,
      shape,
      data_offsets: offsets,
    } = (described ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
    if (!isNumbers(shape) || !isNumbers(offsets) || offsets.length !== 2)
      throw ranges.corrupt(`the tensor ${name} has no shape or place`);
    const type = typeof dtype === 'string' && Object.hasOwn(TYPES, dtype) ? TYPES[dtype] : undefined;
    if (type === undefined) {
      unreadable.push(`${name} (${String(dtype)})`);
      continue;
    }
    const bytes = offsets[1] - offsets[0];
    const from = PREFIX + length + offsets[0];
    if (bytes !== sizeOf(shape) * bytesPerElement(type) || from + bytes > ranges.size)
      throw ranges.corrupt(`the values of ${name} do not fill [${shape.join(', ')}] of ${type}`);
    entries.push({ name, type, dims: shape, from, bytes });
  }
  return { entries: entries.sort((a, b) => a.from - b.from), unreadable };
}

function headerOf(ranges: FileRanges): { header: object; length: number } {
  const prefix = ranges.read(0, PREFIX);
  const length = Number(new DataView(prefix.buffer).getBigUint64(0, true));
  if (length > MOST_HEADER || PREFIX + length > ranges.size)
    throw ranges.corrupt('this is no safetensors file: its header does not fit in it');
  return { header: parsed(ranges.read(PREFIX, length), ranges), length };
}

function parsed(bytes: Uint8Array, ranges: FileRanges): object {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) return header;
  } catch {
    // Whatever is wrong with it, the sentence is the same.
  }
  throw ranges.corrupt('this is no safetensors file: its header is not JSON');
}

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((v) => Number.isSafeInteger(v) && v >= 0);
