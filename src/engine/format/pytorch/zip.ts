import { inflateRawSync } from 'node:zlib';
import type { FileRanges } from '../file-ranges';

/** One file of an archive. */
export interface ZipEntry {
  readonly name: string;
  /** Size of the content, in bytes. */
  readonly size: number;
  readonly packed: number;
  /** 0: as it is; 8: deflated. */
  readonly method: number;
  /** Where the entry's own header begins. */
  readonly header: number;
}

const END = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const END64 = 0x06064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const LOCATOR_SIZE = 20;
const LONGEST_COMMENT = 65535;
/** A field of 32 bits that says: see the field of 64 bits. */
const ELSEWHERE = 0xffffffff;
/** Bytes of a directory: a million entries. */
const LARGEST_DIRECTORY = 128e6;

/**
 * The directory of a ZIP archive, of any size; reads nothing but the archive's end.
 * @see PKWARE, APPNOTE.TXT, .ZIP File Format Specification
 * @throws LensError `corrupt-model`
 */
export function readZipDirectory(ranges: FileRanges): ZipEntry[] {
  const { offset, size } = directoryPlace(ranges);
  if (size > LARGEST_DIRECTORY) throw ranges.corrupt(`the directory of the archive is said to have ${size} bytes`);
  const view = viewOf(ranges.read(offset, size));
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= size && view.getUint32(at, true) === CENTRAL;) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    if (at + 46 + nameLength + extraLength > size) throw ranges.corrupt('the directory of the archive is cut short');
    const wide = wideFields(view, at + 46 + nameLength, extraLength);
    const field = (from: number): number => {
      const value = view.getUint32(at + from, true);
      return value === ELSEWHERE ? Number(wide.shift() ?? ELSEWHERE) : value;
    };
    // In this order the wide fields stand: size, packed size, place.
    const content = field(24);
    const packed = field(20);
    const header = field(42);
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength));
    entries.push({ name, size: content, packed, header, method: view.getUint16(at + 10, true) });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** Where an entry's bytes begin. */
export function contentOffset(ranges: FileRanges, entry: ZipEntry): number {
  const view = viewOf(ranges.read(entry.header, 30));
  if (view.getUint32(0, true) !== LOCAL) throw ranges.corrupt(`${entry.name} is not where the archive says`);
  return entry.header + 30 + view.getUint16(26, true) + view.getUint16(28, true);
}

/**
 * The content of an entry.
 * @param most bytes it may have
 */
export function readEntry(ranges: FileRanges, entry: ZipEntry, most: number): Uint8Array {
  if (entry.size > most) throw ranges.corrupt(`${entry.name} has ${entry.size} bytes, more than it can`);
  const bytes = ranges.read(contentOffset(ranges, entry), entry.packed);
  if (entry.method === 0) return bytes;
  if (entry.method !== 8)
    throw ranges.corrupt(`${entry.name} is packed by a method that is not known (${entry.method})`);
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, entry.size) });
  } catch {
    throw ranges.corrupt(`${entry.name} cannot be unpacked`);
  }
}

function directoryPlace(ranges: FileRanges): { offset: number; size: number } {
  const length = Math.min(ranges.size, END_SIZE + LONGEST_COMMENT + LOCATOR_SIZE);
  const start = ranges.size - length;
  const view = viewOf(ranges.read(start, length));
  for (let at = length - END_SIZE; at >= 0; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const [size, offset] = [view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
    const locator = at - LOCATOR_SIZE;
    if (locator < 0 || view.getUint32(locator, true) !== END64_LOCATOR) return { offset, size };
    const wide = viewOf(ranges.read(Number(view.getBigUint64(locator + 8, true)), 56));
    if (wide.getUint32(0, true) !== END64) throw ranges.corrupt('the directory of the archive is damaged');
    return { size: Number(wide.getBigUint64(40, true)), offset: Number(wide.getBigUint64(48, true)) };
  }
  throw ranges.corrupt('the archive has no directory: the file is cut short or no archive');
}

/** The 64-bit sizes and places of an entry, from its extra fields. */
function wideFields(view: DataView, from: number, length: number): bigint[] {
  for (let at = from; at + 4 <= from + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    const count = Math.floor(Math.min(view.getUint16(at + 2, true), from + length - at - 4) / 8);
    return Array.from({ length: count }, (_, k) => view.getBigUint64(at + 4 + 8 * k, true));
  }
  return [];
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
