import { basename } from 'node:path';
import { FileRanges } from '../file-ranges';
import { missingTensor, type WeightsFile, type WeightsFormat } from '../weights-file';
import { opensHeader, readHeader } from './header';

/**
 * Safetensors: eight bytes with the length of a JSON header, the header, then the values.
 * @see https://github.com/huggingface/safetensors#format
 */
export const safetensorsFormat: WeightsFormat = {
  id: 'safetensors',
  label: 'Safetensors',
  recognises: (ranges) => opensHeader(ranges),
  open: (path): WeightsFile => {
    const ranges = new FileRanges(path);
    const { entries, unreadable } = readHeader(ranges);
    return {
      path,
      label: 'Safetensors',
      what: 'a file of weights (safetensors)',
      exporting: `model.load_state_dict(safetensors.torch.load_file(${JSON.stringify(basename(path))})); torch.onnx.export(model.eval(), torch.rand(1, 3, 224, 224), "model.onnx")`,
      tensors: entries,
      warnings:
        unreadable.length > 0
          ? [`Left out, because their number type is unknown here: ${unreadable.slice(0, 5).join(', ')}.`]
          : [],
      read: (name) => {
        const entry = entries.find((e) => e.name === name);
        if (!entry) throw missingTensor(path, name);
        return { type: entry.type, dims: entry.dims, bytes: ranges.read(entry.from, entry.bytes) };
      },
    };
  },
};
