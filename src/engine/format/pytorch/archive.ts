import { LensError } from '../../../protocol/error';
import type { FileRanges } from '../file-ranges';
import { readPickle, type ReadPickle } from './pickle';
import type { Checkpoint } from './storages';
import { contentOffset, readEntry, readZipDirectory } from './zip';

/** The structure of a checkpoint: names, shapes and places, never values. */
const MOST_STRUCTURE = 256e6;
/** torch packs no storage, so a packed one is never large. */
const MOST_PACKED = 2 ** 30;
const EMPTY: ReadPickle = { value: null, opaque: [], widths: new Map(), end: 0 };

/** A ZIP archive with the structure as a pickle and every storage as a file: `torch.save` since 1.6, TorchScript. */
export function openArchive(ranges: FileRanges): Checkpoint {
  const entries = new Map(readZipDirectory(ranges).map((entry) => [entry.name, entry]));
  const names = [...entries.keys()];
  const structure = names.find((name) => /^[^/]+\/data\.pkl$/.test(name)) ?? 'data.pkl';
  const root = structure.slice(0, -'data.pkl'.length);
  const order = entries.get(`${root}byteorder`);
  const pickle = entries.get(structure);
  const storage = (key: string) => entries.get(`${root}data/${key}`);
  return {
    entries: names,
    structure: pickle ? readPickle(readEntry(ranges, pickle, MOST_STRUCTURE), ranges.path) : EMPTY,
    storages: {
      bigEndian: order !== undefined && new TextDecoder().decode(readEntry(ranges, order, 100)).trim() === 'big',
      size: (key) => storage(key)?.size,
      read(key, from, length) {
        const entry = storage(key)!;
        return entry.method === 0
          ? ranges.read(contentOffset(ranges, entry) + from, length)
          : readEntry(ranges, entry, MOST_PACKED).slice(from, from + length);
      },
      corrupt: (what) => ranges.corrupt(what),
    },
  };
}

/** @throws LensError for an archive of something else */
export function requireStructure({ structure }: Checkpoint, path: string): void {
  if (structure.end > 0) return;
  throw new LensError({
    code: 'unsupported-model',
    what: 'this archive holds no data.pkl, so it is no PyTorch checkpoint',
    where: path,
    next: 'Save the state_dict with torch.save',
  });
}
