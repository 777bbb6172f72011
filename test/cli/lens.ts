import { spawnSync } from 'node:child_process';
import * as path from 'node:path';

export const root = path.resolve(__dirname, '../..');
export const model = 'samples/models/faces-cnn.onnx';
export const image = 'samples/faces/test/sunglasses/sunglasses-00.png';

/** Runs the built command as a user does. */
export function lens(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli.js', ...words], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return { status, stdout, stderr };
}
