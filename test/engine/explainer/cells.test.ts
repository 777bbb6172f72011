import assert from 'node:assert/strict';
import { appendPositions, cellGrid, shownPositions } from '../../../src/engine/explainer/cells';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { createSession } from '../../../src/engine/session/runtime';
import { floats } from '../../../src/engine/tensor/tensor';

/** What the graph makes of one cell. */
async function enlarged(inputDims: readonly number[], cell: number, chosen: number): Promise<number[]> {
  const grid = cellGrid(inputDims, cell);
  const builder = new GraphBuilder();
  builder.input('cells', 'float32', ['batch', grid.count]);
  builder.output(appendPositions(builder, 'cells', grid), 'positions');
  const session = await createSession(builder.build(), { device: 'cpu', threads: 1 });
  const cells = floats([1, grid.count]);
  cells.data[chosen] = 1;
  const { positions } = await session.run({ cells });
  assert.deepEqual([...positions.dims], [1, 1, ...inputDims.slice(1)]);
  await session.release();
  return Array.from(positions.data as Float32Array);
}

describe('cells of an explainer', () => {
  it('are an eighth of the shorter side of an image, and a thirty-second of a signal', () => {
    assert.deepEqual([cellGrid([1, 28, 28]).cell, cellGrid([1, 28, 28]).count], [4, 49]);
    assert.deepEqual([cellGrid([3, 128, 160]).cell, cellGrid([3, 128, 160]).sides], [16, [8, 10]]);
    assert.deepEqual([cellGrid([2, 64]).cell, cellGrid([2, 64]).sides], [2, [32]]);
  });

  it('lie where they are said to, cut off at the far edges', async () => {
    assert.deepEqual(await enlarged([1, 3, 5], 2, 2), [0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
    assert.deepEqual(await enlarged([2, 5], 2, 1), [0, 0, 1, 1, 0]);
    for (const [dims, cell] of [
      [[1, 7, 6], 3],
      [[3, 4, 4], 1],
      [[2, 9], 4],
      [[1, 3, 4, 5], 2],
    ] as const) {
      const { count } = cellGrid(dims, cell);
      for (let k = 0; k < count; k++)
        assert.deepEqual(await enlarged(dims, cell, k), Array.from(shownPositions(cellGrid(dims, cell), [k])));
    }
  });
});
