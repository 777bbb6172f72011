import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModelFile } from '../../../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../../../src/engine/model/opening';
import { LensError, type ErrorCode } from '../../../src/protocol/error';

const SAMPLES = join(__dirname, '..', '..', '..', 'samples');
export const MODEL = join(SAMPLES, 'models', 'faces-cnn.onnx');
export const FACE = join(SAMPLES, 'faces', 'test', 'sunglasses', 'sunglasses-00.png');

/** A folder for the bad files of one suite. */
export function badFiles() {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-bad-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  const written = (name: string, bytes: Uint8Array): string => {
    writeFileSync(at(name), bytes);
    return at(name);
  };
  return { at, written };
}

/** One sentence that says what is wrong and where. */
export function isClear(error: unknown, ...codes: ErrorCode[]): true {
  assert.ok(error instanceof LensError, `not a LensError: ${String(error)}`);
  assert.ok(codes.includes(error.code), `${error.code}: ${error.message}`);
  assert.ok(error.message.length <= 600 && !error.message.includes('\n'), error.message);
  return true;
}

export async function opened(path: string): Promise<OpenedModel> {
  return openModel(await readModelFile(path), { device: 'cpu', threads: 1 });
}
