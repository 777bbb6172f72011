import { LensError } from '../../../protocol/error';
import type { FileRanges } from '../file-ranges';
import { readPickle, type ReadPickle } from './pickle';
import type { Checkpoint } from './storages';

/** The first pickle of such a file: torch's magic number. */
const MAGIC = Buffer.from('8a0a6cfc9c46f9206aa85019', 'hex');
/** The structure has no length of its own: as many bytes are tried, one after the other. */
const ATTEMPTS = [2 ** 16, 2 ** 22, 2 ** 28];
/** Each storage costs a read; real networks have some thousand. */
const MOST_STORAGES = 1e5;

/** Whether a file begins as `torch.save` began before 1.6: a pickle of a magic number. */
export const opensLegacy = (opening: Uint8Array): boolean =>
  opening[0] === 0x80 && MAGIC.equals(opening.subarray(2, 2 + MAGIC.length));

/**
 * The format of `torch.save` before 1.6: pickles of a magic number, a version, facts of the machine, the structure and
 * the keys of its storages; then, for each key, the number of elements and the elements.
 */
export function openLegacy(ranges: FileRanges): Checkpoint {
  const [, , machine, structure, keys] = pickles(ranges);
  if (!Array.isArray(keys.value) || keys.value.length > MOST_STORAGES)
    throw ranges.corrupt('the list of its storages is damaged');
  const places = new Map<string, { offset: number; size: number }>();
  let at = keys.end;
  for (const key of keys.value) {
    const width = typeof key === 'string' ? structure.widths.get(key) : undefined;
    if (typeof key !== 'string' || width === undefined) throw ranges.corrupt('it lists a storage that nothing uses');
    const elements = Number(new DataView(Uint8Array.from(ranges.read(at, 8)).buffer).getBigInt64(0, true));
    const size = elements * width;
    if (!(elements >= 0) || at + 8 + size > ranges.size) throw ranges.corrupt('the file is cut short');
    places.set(key, { offset: at + 8, size });
    at += 8 + size;
  }
  const { value } = machine;
  return {
    entries: [],
    structure,
    storages: {
      bigEndian: value instanceof Map && value.get('little_endian') === false,
      size: (key) => places.get(key)?.size,
      read: (key, from, length) => ranges.read(places.get(key)!.offset + from, length),
      corrupt: (what) => ranges.corrupt(what),
    },
  };
}

/** The five pickles at the beginning, each with where it ends. */
function pickles(ranges: FileRanges): ReadPickle[] {
  for (const [k, length] of ATTEMPTS.entries()) {
    const bytes = ranges.read(0, Math.min(length, ranges.size));
    try {
      const found: ReadPickle[] = [];
      for (let at = 0; found.length < 5; at = found.at(-1)!.end) found.push(readPickle(bytes, ranges.path, at));
      return found;
    } catch (error) {
      if (!(error instanceof LensError) || bytes.length === ranges.size || k === ATTEMPTS.length - 1) throw error;
    }
  }
  return [];
}
