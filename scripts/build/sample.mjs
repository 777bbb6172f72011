// Copies the sample that the extension can be tried with into dist/sample, and the sample workspace into dist/samples.
import { copyFileSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { dist, root } from '../setup/paths.mjs';

const faces = [
  'glasses/glasses-00',
  'no-glasses/no-glasses-00',
  'sunglasses/sunglasses-00',
  'sunglasses/sunglasses-01',
];
const files = [
  'models/faces-resnet.onnx',
  'models/faces-resnet.onnx.lens.json',
  'models/faces.labels.txt',
  ...faces.map((name) => `faces/test/${name}.png`),
];

export function copySample() {
  const folder = path.join(dist, 'sample');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of files) copyFileSync(path.join(root, 'samples', file), path.join(folder, path.basename(file)));
  const workspace = path.join(dist, 'samples');
  rmSync(workspace, { recursive: true, force: true });
  cpSync(path.join(root, 'samples'), workspace, { recursive: true });
}
