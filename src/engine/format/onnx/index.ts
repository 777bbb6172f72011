import type { Format } from '../format';
import { externalFiles } from './external';
import { decodeOnnx } from './reader';

export const onnxFormat: Format = {
  id: 'onnx',
  label: 'ONNX',
  extensions: ['.onnx'],
  recognises: (path) => path.toLowerCase().endsWith('.onnx'),
  read: (path, bytes) => {
    const files = externalFiles(path);
    const model = decodeOnnx(bytes, files.read);
    return { model, sources: [bytes, ...files.opened.values()], beside: [...files.opened.keys()] };
  },
};
