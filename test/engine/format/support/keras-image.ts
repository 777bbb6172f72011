import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { floats, type FloatTensor } from '../../../../src/engine/tensor/tensor';
import { difference } from '../../graph/running';
import { functional, keras, layer } from '../keras-files';
import { inFolder, openedGraph, probe, ran } from '../tensorflow';

export const [HEIGHT, WIDTH] = [4, 5];
const x = probe([2, HEIGHT, WIDTH, 3], 7);
export const ellipsis = { class_name: '__ellipsis__', config: {} };
export const slice = (start: number | null, stop: number | null, step: number | null): object => ({
  class_name: '__slice__',
  config: { start, stop, step },
});
export const array = (value: unknown): object => ({ class_name: '__numpy__', config: { value, dtype: 'float32' } });

/** The only output of a model that calls `layers` on an image [batch, 4, 5, 3]. */
export async function outputOf(layers: readonly object[], last: string): Promise<FloatTensor> {
  const all = [layer('InputLayer', 'image', { batch_shape: [null, HEIGHT, WIDTH, 3] }, []), ...layers];
  const bytes = await keras(functional(all, 'image', last), new Map([['x', probe([1])]]));
  return inFolder(async (folder) => {
    const file = path.join(folder, 'model.keras');
    writeFileSync(file, bytes);
    const [output] = await ran(await openedGraph(file), [x]);
    return output;
  });
}

/** [2, rows, columns, channels] of a function of image, row, column and channel. */
export function imagesOf(
  rows: number,
  columns: number,
  channels: number,
  value: (at: number[]) => number,
): FloatTensor {
  const result = floats([2, rows, columns, channels]);
  let k = 0;
  for (let n = 0; n < 2; n++)
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) for (let c = 0; c < channels; c++) result.data[k++] = value([n, i, j, c]);
  return result;
}

export const at = ([n, i, j, c]: number[]): number => x.data[((n * HEIGHT + i) * WIDTH + j) * 3 + c];
export const agrees = (got: FloatTensor, expected: FloatTensor): void => {
  assert.deepEqual(got.dims, expected.dims);
  assert.ok(difference(got, expected) < 1e-6);
};
