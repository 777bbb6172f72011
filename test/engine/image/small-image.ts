import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputOf } from '../../../src/engine/image/conversion';
import { readPixels } from '../../../src/engine/image/pixels';
import { completeRecipe } from '../../../src/engine/image/recipe';
import { LensError } from '../../../src/protocol/error';
import type { CompleteRecipe, Recipe } from '../../../src/protocol/recipe';

/** The images of these tests: 6 × 4 pixels, whose values are all different. */
export const [WIDTH, HEIGHT] = [6, 4];
export const SIZE = WIDTH * HEIGHT;

export const recipeOf = (
  channels: number,
  given: Recipe = {},
  [height, width]: readonly [number, number] = [HEIGHT, WIDTH],
): CompleteRecipe =>
  completeRecipe({ range: [0, 1], mean: [0], std: [1], ...given }, [], { dims: [channels, height, width] });

/** Bytes of an image with the given bands, all values different. */
export const bytes = (bands: number): Uint8Array =>
  Uint8Array.from({ length: SIZE * bands }, (_, i) => (i * 37 + 11) % 256);
export const near = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void => {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++)
    assert.ok(Math.abs(actual[i] - expected[i]) <= tolerance, `${i}: ${actual[i]}, truly ${expected[i]}`);
};

/** Values of an interleaved image band after band. */
export const planes = (values: ArrayLike<number>, bands: number, white: number): Float32Array =>
  Float32Array.from({ length: values.length }, (_, i) => values[(i % SIZE) * bands + Math.floor(i / SIZE)] / white);

/** A folder for the tests of one suite: what is written into it, read from it and refused. */
export function imageFiles() {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-pixels-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, content: Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const input = async (content: Uint8Array, recipe: CompleteRecipe): Promise<ArrayLike<number>> =>
    inputOf(await readPixels(write('image', content), recipe), recipe).data;
  const refused = async (content: Uint8Array, recipe: CompleteRecipe, ...reasons: readonly RegExp[]): Promise<void> => {
    await assert.rejects(input(content, recipe), (error) => {
      assert.ok(error instanceof LensError, String(error));
      assert.ok(error.message.length <= 600);
      for (const reason of reasons) assert.match(error.message, reason);
      return true;
    });
  };
  return { write, input, refused };
}
