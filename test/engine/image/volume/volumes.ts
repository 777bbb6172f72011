import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readInput } from '../../../../src/engine/image/input';
import { completeRecipe } from '../../../../src/engine/image/recipe';
import type { Recipe } from '../../../../src/protocol/recipe';

export const [DEPTH, HEIGHT, WIDTH] = [3, 4, 5];
export const SIZE = DEPTH * HEIGHT * WIDTH;
export const DIMS = [1, DEPTH, HEIGHT, WIDTH];
/** All values different; the smallest is 0, the largest 59. */
export const counted = Float32Array.from({ length: SIZE }, (_, i) => (i * 37) % SIZE);
export const unit = counted.map((value) => value / (SIZE - 1));

/** A folder of volumes for the tests of a `describe`, inside which it is made. */
export class VolumeFolder {
  private folder = '';

  constructor() {
    before(() => (this.folder = mkdtempSync(join(tmpdir(), 'lens-volumes-'))));
    after(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: Uint8Array): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }
}

/** What a network of so many dimensions is given of a file. */
export async function read(path: string, dims: readonly number[] = DIMS, given: Recipe = {}) {
  const { tensor, view } = await readInput(path, dims, completeRecipe(given, [], { dims }));
  assert.deepEqual(tensor.dims, [1, ...dims]);
  return { data: tensor.data, view };
}
