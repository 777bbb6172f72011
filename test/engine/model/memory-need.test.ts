import assert from 'node:assert/strict';
import { LensError } from '../../../src/protocol/error';
import { emptyModel, GraphBuilder } from '../../../src/engine/graph/builder';
import type { Model } from '../../../src/engine/graph/model';
import { networkGraph } from '../../../src/engine/model/network-graph';
import { refuseBeyondMemory } from '../../../src/engine/model/memory-need';
import { withShapes } from '../../../src/engine/graph/shapes';
import { floats } from '../../../src/engine/tensor/tensor';

/** An image [3, 10, 10] that `enlarge` makes larger before it is pooled. */
function model(enlarge: (b: GraphBuilder, x: string) => string): Model {
  const b = new GraphBuilder(emptyModel());
  const large = enlarge(b, b.input('image', 'float32', ['batch', 3, 10, 10]));
  b.output(b.op('Flatten', [b.op('GlobalAveragePool', [large])]), 'scores');
  return b.build();
}

const isRefused =
  (op: string, gigabytes: number) =>
  (error: unknown): boolean =>
    error instanceof LensError &&
    error.code === 'out-of-memory' &&
    error.message.includes(`what ${op} makes needs ${gigabytes} GB`);

describe('memory that a graph asks for', () => {
  const cases: readonly [string, (b: GraphBuilder, x: string) => string][] = [
    ['Tile', (b, x) => b.op('Tile', [x, b.integers(1, 1, 1e5, 1e5)])],
    ['Pad', (b, x) => b.op('Pad', [x, b.integers(0, 0, 0, 0, 0, 0, 999_990, 999_990)])],
    ['Resize', (b, x) => b.op('Resize', [x, '', b.constant(floats([4], [1, 1, 1e5, 1e5]))])],
    ['Expand', (b, x) => b.op('Expand', [b.op('ReduceMean', [x, b.integers(2, 3)]), b.integers(1, 3, 1e6, 1e6)])],
  ];
  for (const [op, enlarge] of cases)
    it(`is refused before anything runs where ${op} needs more than there is`, () => {
      assert.throws(() => networkGraph(model(enlarge), { logits: 'scores' }), isRefused(op, 12_000));
    });

  it('is counted for one image, against the memory there is', () => {
    const tiled = withShapes(model((b, x) => b.op('Tile', [x, b.integers(1, 1, 1000, 1000)])));
    refuseBeyondMemory(tiled, 1.3e9);
    assert.throws(() => refuseBeyondMemory(tiled, 1.1e9), isRefused('Tile', 1));
  });
});
