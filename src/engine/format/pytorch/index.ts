import { basename } from 'node:path';
import { LensError } from '../../../protocol/error';
import { FileRanges } from '../file-ranges';
import { missingTensor, type WeightsFile, type WeightsFormat } from '../weights-file';
import { openArchive, requireStructure } from './archive';
import { checkpointKinds } from './kind';
import { openLegacy, opensLegacy } from './legacy';
import { tensorsOf } from './state';
import type { Checkpoint } from './storages';
import { readStored } from './values';
import { readZipDirectory } from './zip';

/** Letters of a Python name that are repeated to people. */
const LONGEST_NAME = 80;
/** Enough to tell what a file begins with. */
const OPENING = 16;

const opensZip = (opening: Uint8Array): boolean => opening[0] === 0x50 && opening[1] === 0x4b;
const openingOf = (ranges: FileRanges): Uint8Array => ranges.read(0, Math.min(OPENING, ranges.size));

/**
 * What `torch.save` writes, before and since 1.6. Only the structure is read, and of the values those that are asked
 * for; nothing in it is executed.
 */
export const pytorchFormat: WeightsFormat = {
  id: 'pytorch',
  label: 'PyTorch checkpoint',
  recognises: (ranges) => {
    const opening = openingOf(ranges);
    return opensLegacy(opening) || (opensZip(opening) && isCheckpoint(ranges));
  },
  open: (path): WeightsFile => {
    const checkpoint = opened(new FileRanges(path));
    const kind = checkpointKinds.find(({ is }) => is(checkpoint))!;
    const exporting = kind.exporting(basename(path), checkpoint);
    const tensors = tensorsOf(checkpoint.structure.value, (what) => {
      throw checkpoint.storages.corrupt(what);
    });
    if (tensors.size === 0 && !kind.weightsOnly) throw withoutTensors(path, kind.name, exporting);
    requireStructure(checkpoint, path);
    return {
      path,
      label: 'PyTorch checkpoint',
      what: kind.name,
      exporting,
      tensors: [...tensors].map(([name, { type, dims }]) => ({ name, type, dims })),
      warnings: [
        ...(kind.weightsOnly ? [] : [`This is ${kind.name}; to explain what it predicts, export it: ${exporting}`]),
        ...warningsOf(checkpoint.structure.opaque),
      ],
      read: (name) => {
        const tensor = tensors.get(name);
        if (!tensor) throw missingTensor(path, name);
        return readStored(checkpoint.storages, tensor);
      },
    };
  },
};

function opened(ranges: FileRanges): Checkpoint {
  const opening = openingOf(ranges);
  if (opensZip(opening)) return openArchive(ranges);
  if (opensLegacy(opening)) return openLegacy(ranges);
  throw new LensError({
    code: 'unsupported-model',
    what: 'this is no file of torch.save',
    where: ranges.path,
    next: 'Load it with what wrote it, and save the state_dict with torch.save',
  });
}

/** Whether an archive holds what PyTorch writes into one. */
function isCheckpoint(ranges: FileRanges): boolean {
  const own = /^([^/]+\/)?(data\.pkl|archive_format|serialized_exported_program\.json)$/;
  try {
    return readZipDirectory(ranges).some(({ name }) => own.test(name));
  } catch {
    return false;
  }
}

function withoutTensors(path: string, name: string, exporting: string): LensError {
  return new LensError({
    code: 'unsupported-model',
    what: `this is ${name}, whose weights are not read`,
    where: path,
    next: `Export it in Python and open the ONNX file: ${exporting}`,
  });
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
