import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { readInput } from '../../../src/engine/image/input';
import { completeRecipe } from '../../../src/engine/image/recipe';
import { toChannelsLast } from '../../../src/engine/tensor/channel-order';
import { encodeNpy } from '../../../src/engine/tensor/npy';
import { floats, reshaped, sizeOf } from '../../../src/engine/tensor/tensor';
import { transposed } from '../../../src/engine/tensor/transposition';

const counted = (dims: readonly number[]) =>
  floats(
    dims,
    Float32Array.from({ length: sizeOf(dims) }, (_, i) => i),
  );

describe('inputs', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'lens-input-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const read = (array: ReturnType<typeof counted>, dims: readonly number[], layout: 'nchw' | 'nhwc' = 'nchw') => {
    const path = join(folder, 'array.npy');
    writeFileSync(path, encodeNpy(array));
    return readInput(path, dims, completeRecipe({}, [], { dims, layout }));
  };
  const image = counted([1, 3, 4, 5]);
  const last = transposed(image, toChannelsLast(4));

  for (const [name, array] of [
    ['as the network takes them', image],
    ['as the model takes them', last],
    ['as the network takes them, without a batch', reshaped(image, [3, 4, 5])],
    ['as the model takes them, without a batch', reshaped(last, [4, 5, 3])],
  ] as const) {
    it(`of a model with channels last are arrays ${name}`, async () => {
      const { tensor } = await read(array, [3, 4, 5], 'nhwc');
      assert.deepEqual(tensor, image);
    });
  }

  it('of a model with channels first are no arrays with channels last', async () => {
    await assert.rejects(read(last, [3, 4, 5]), /the array is \[1, 4, 5, 3\] but the model takes \[1, 3, 4, 5\]/);
  });

  it('of another size are refused with every form that is taken', async () => {
    await assert.rejects(
      read(counted([1, 6, 5, 3]), [3, 4, 5], 'nhwc'),
      /is \[1, 6, 5, 3\] but the model takes \[1, 3, 4, 5\] or \[1, 4, 5, 3\]/,
    );
  });

  for (const dims of [[784], [1, 784], [784, 1]]) {
    it(`of a model of flat vectors are arrays [${dims.join()}]`, async () => {
      const { tensor, view } = await read(counted(dims), [1, 784]);
      assert.deepEqual(tensor.dims, [1, 1, 784]);
      assert.deepEqual(view.signal?.dims, [1, 784]);
    });
  }

  it('of 28 × 28 numbers are images without an axis of channels', async () => {
    const { tensor, view } = await read(counted([28, 28]), [1, 28, 28]);
    assert.deepEqual(tensor.dims, [1, 1, 28, 28]);
    assert.ok(view.image);
  });

  it('of a network that is given grey are shown in grey', async () => {
    const path = join(folder, 'red.png');
    const background = { r: 200, g: 50, b: 0 };
    await sharp({ create: { width: 4, height: 4, channels: 3, background } })
      .png()
      .toFile(path);
    const shown = async (channels: number): Promise<number[]> => {
      const dims = [channels, 4, 4];
      const { view } = await readInput(path, dims, completeRecipe({}, [], { dims }));
      return [...view.image!.rgba.subarray(0, 4)];
    };
    assert.deepEqual(await shown(3), [200, 50, 0, 255]);
    const luma = Math.round(0.299 * 200 + 0.587 * 50);
    assert.deepEqual(await shown(1), [luma, luma, luma, 255]);
  });

  for (const [dims, what] of [
    [[13, 8, 8], /has 3 bands, but the model takes 13 channels.*\.npy array \[1, 13, 8, 8\]/],
    [[2, 8, 8], /takes 2 channels/],
    [[1, 784], /takes vectors of 784 numbers, which is no image.*\.npy array \[1, 784\]/],
    [[2, 100], /takes signals of 2 channels/],
    [[1, 4, 8, 8], /takes volumes of 4 × 8 × 8/],
  ] as const) {
    it(`of ${dims.join(' × ')} numbers are no images of three channels`, async () => {
      const path = join(folder, 'image.png');
      await sharp({ create: { width: 8, height: 8, channels: 3, background: '#808080' } })
        .png()
        .toFile(path);
      await assert.rejects(readInput(path, dims, completeRecipe({}, [], { dims })), what);
    });
  }
});
