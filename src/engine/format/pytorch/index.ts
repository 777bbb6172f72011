import { LensError } from '../../../protocol/error';
import { FileRanges } from '../file-ranges';
import type { WeightsFile, WeightsFormat } from '../weights-file';
import { readPickle } from './pickle';
import { tensorsOf } from './state';
import { readStored, type Archive } from './values';
import { readEntry, readZipDirectory } from './zip';

/** The structure of a checkpoint: names, shapes and places, never values. */
const MOST_STRUCTURE = 256e6;
/** Letters of a Python name that are repeated to people. */
const LONGEST_NAME = 80;
const ZIP = [0x50, 0x4b];

/**
 * PyTorch checkpoints as `torch.save` writes them since 1.6: a ZIP archive with the structure as a pickle and every
 * storage as a file. Only the archive's directory and the pickle are read; nothing in it is executed.
 */
export const pytorchFormat: WeightsFormat = {
  id: 'pytorch',
  label: 'PyTorch checkpoint',
  extensions: ['.pt', '.pth', '.ckpt'],
  open: (path): WeightsFile => {
    const ranges = new FileRanges(path);
    if (ranges.size < 2 || ranges.read(0, 2).some((byte, k) => byte !== ZIP[k])) throw notZip(path);
    const archive = archiveOf(ranges);
    const structure = archive.entry('data.pkl');
    if (!structure) throw notCheckpoint(path);
    const { value, opaque } = readPickle(readEntry(ranges, structure, MOST_STRUCTURE), path);
    const tensors = tensorsOf(value, (what) => {
      throw ranges.corrupt(what);
    });
    return {
      path,
      label: 'PyTorch checkpoint',
      tensors: [...tensors].map(([name, { type, dims }]) => ({ name, type, dims })),
      warnings: warningsOf(opaque),
      read: (name) => {
        const tensor = tensors.get(name);
        if (!tensor)
          throw new LensError({
            code: 'invalid-argument',
            what: `there is no tensor ${name}`,
            where: path,
            next: 'Choose one of the list',
          });
        return readStored(archive, tensor);
      },
    };
  },
};

function archiveOf(ranges: FileRanges): Archive {
  const entries = new Map(readZipDirectory(ranges).map((entry) => [entry.name, entry]));
  const structure = [...entries.keys()].find((name) => /^[^/]+\/data\.pkl$/.test(name)) ?? 'data.pkl';
  const root = structure.slice(0, -'data.pkl'.length);
  const order = entries.get(`${root}byteorder`);
  const bigEndian = order !== undefined && new TextDecoder().decode(readEntry(ranges, order, 100)).trim() === 'big';
  return { ranges, bigEndian, entry: (name) => entries.get(root + name) };
}

function warningsOf(opaque: readonly string[]): string[] {
  if (opaque.length === 0) return [];
  const names =
    opaque
      .slice(0, 5)
      .map((name) => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name))
      .join(', ') + (opaque.length > 5 ? ` and ${opaque.length - 5} more` : '');
  return [`The file refers to Python code (${names}); none of it was run, only tensors were read.`];
}

function notZip(path: string): LensError {
  return new LensError({
    code: 'unsupported-model',
    what: 'this is no zipped checkpoint: PyTorch before 1.6 wrote another format, which is not read',
    where: path,
    next: 'Load it in PyTorch and save it again with torch.save(state_dict, path)',
  });
}

function notCheckpoint(path: string): LensError {
  return new LensError({
    code: 'unsupported-model',
    what: 'this archive holds no data.pkl, so it is no PyTorch checkpoint',
    where: path,
    next: 'Save the state_dict with torch.save',
  });
}
