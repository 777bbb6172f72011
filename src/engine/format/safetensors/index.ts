import { LensError } from '../../../protocol/error';
import { FileRanges } from '../file-ranges';
import type { WeightsFile, WeightsFormat } from '../weights-file';
import { readHeader } from './header';

/**
 * Safetensors: eight bytes with the length of a JSON header, the header, then the values.
 * @see https://github.com/huggingface/safetensors#format
 */
export const safetensorsFormat: WeightsFormat = {
  id: 'safetensors',
  label: 'Safetensors',
  extensions: ['.safetensors'],
  open: (path): WeightsFile => {
    const ranges = new FileRanges(path);
    const { entries, unreadable } = readHeader(ranges);
    return {
      path,
      label: 'Safetensors',
      tensors: entries,
      warnings:
        unreadable.length > 0
          ? [`Left out, because their number type is unknown here: ${unreadable.slice(0, 5).join(', ')}.`]
          : [],
      read: (name) => {
        const entry = entries.find((e) => e.name === name);
        if (!entry)
          throw new LensError({
            code: 'invalid-argument',
            what: `there is no tensor ${name}`,
            where: path,
            next: 'Choose one of the list',
          });
        return { type: entry.type, dims: entry.dims, bytes: ranges.read(entry.from, entry.bytes) };
      },
    };
  },
};
