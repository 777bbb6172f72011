import path from 'node:path';
import { root } from '../setup/paths.mjs';

/** What `npm start` opens and explains. */
export const sample = {
  folder: path.join(root, 'samples'),
  image: 'faces/test/sunglasses/sunglasses-03.png',
  model: 'faces-cnn.onnx',
};
export const tour = path.join(root, 'scripts/start/tour');
