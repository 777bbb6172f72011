import type { Format } from '../format';
import { externalDataOf } from './external';
import { decodeOnnx } from './reader';

export const onnxFormat: Format = {
  id: 'onnx',
  label: 'ONNX',
  extensions: ['.onnx'],
  recognises: (path) => path.toLowerCase().endsWith('.onnx'),
  read: (path, bytes) => decodeOnnx(bytes, externalDataOf(path)),
};
