import assert from 'node:assert/strict';
import { partitionShap } from '../../../../src/engine/attribution/perturbation/partition-shap';
import { halves, OwenValues, type Block } from '../../../../src/engine/attribution/coalition/owen-values';
import { LensError } from '../../../../src/protocol/error';
import { Execution } from '../../../../src/engine/session/execution';
import { floats, type FloatTensor } from '../../../../src/engine/tensor/tensor';
import { curvedNetwork, explain, gap, linearNetwork, noise, segmentValuesOf } from './setup';

const [ROWS, COLUMNS] = [2, 4];
const cells = ROWS * COLUMNS;
const table = noise([2 ** cells], 'game').data;
const valueOf = (row: ArrayLike<number>): number =>
  table[Array.from(row).reduce<number>((index, kept, s) => index + (kept << s), 0)];

/** All orders of the cells in which every block stays together. */
function ordersOf(block: Block): number[][] {
  if ((block.bottom - block.top) * (block.right - block.left) === 1) return [[block.top * COLUMNS + block.left]];
  const [first, second] = halves(block).map(ordersOf);
  return first.flatMap((a) =>
    second.flatMap((b) => [
      [...a, ...b],
      [...b, ...a],
    ]),
  );
}

describe('Owen values', () => {
  const none = valueOf(new Uint8Array(cells));
  const all = valueOf(new Uint8Array(cells).fill(1));
  const score = (rows: readonly Uint8Array[]) => Promise.resolve(Float64Array.from(rows, valueOf));

  it('opened completely, are the mean marginal contributions over all orders that keep blocks together', async () => {
    const owen = new OwenValues(ROWS, COLUMNS, none, all);
    while (!owen.complete) await owen.refine(score, 1000);
    const orders = ordersOf({ top: 0, bottom: ROWS, left: 0, right: COLUMNS });
    assert.equal(orders.length, 2 ** (cells - 1));
    const expected = new Float64Array(cells);
    for (const order of orders) {
      const row = new Uint8Array(cells);
      for (const cell of order) {
        const before = valueOf(row);
        row[cell] = 1;
        expected[cell] += (valueOf(row) - before) / orders.length;
      }
    }
    assert.ok(gap(owen.values(), expected) < 1e-9);
  });

  it('sum to the difference of the ends after any budget', async () => {
    const owen = new OwenValues(ROWS, COLUMNS, none, all);
    for (let step = 0; step < 4; step++) {
      assert.ok(Math.abs(owen.values().reduce((a, b) => a + b, 0) - (all - none)) < 1e-9);
      await owen.refine(score, 4);
    }
  });
});

describe('partition-shap', () => {
  const dims = [1, 8, 8];

  it('recovers a linear score cell by cell', async () => {
    const weights = noise([2, 64], 'weights');
    const input = noise([1, ...dims], 'input');
    const result = await explain(partitionShap, linearNetwork(dims, weights), input, {
      params: { gridSize: 4, samples: 4000, masker: 'baseline' },
    });
    const parts = new Float64Array(16);
    input.data.forEach((v, i) => (parts[4 * Math.floor(i / 16) + Math.floor((i % 8) / 2)] += v * weights.data[i]));
    assert.ok(gap(segmentValuesOf(result), parts) < 1e-4);
  });

  it('sums to the difference of the ends for every masker', async () => {
    for (const masker of ['blur', 'inpaint', 'baseline']) {
      const { completeness } = await explain(partitionShap, curvedNetwork(dims), noise([1, ...dims], 'input'), {
        params: { masker, samples: 60 },
      });
      assert.ok(Math.abs(completeness!.sum - completeness!.expected) < 1e-6);
    }
  });

  it('a hole in a flat image is inpainted with its colour: nothing else matters', async () => {
    const flat = floats([1, ...dims], new Float32Array(64).fill(0.7));
    const result = await explain(partitionShap, curvedNetwork(dims), flat, {
      params: { masker: 'inpaint', gridSize: 2, samples: 100, baseline: 'zeros' },
    });
    const values = segmentValuesOf(result);
    // Only the empty image differs, so all orders credit the cell that comes first: alike by symmetry.
    assert.ok(Math.abs(result.completeness!.sum - result.completeness!.expected) < 1e-6);
    assert.ok(gap(values, new Float64Array(4).fill(result.completeness!.expected / 4)) < 1e-5);
  });

  it('shows maps on the way, keeps what it has when cancelled or out of time, and says on how many evaluations it rests', async () => {
    const network = curvedNetwork(dims, 3, false);
    const abort = new AbortController();
    const partial: (FloatTensor | undefined)[] = [];
    const report = (_: number, map?: FloatTensor): void => {
      partial.push(map);
      if (partial.length === 2) abort.abort();
    };
    const input = noise([1, ...dims], 'anytime');
    const cancelled = await explain(partitionShap, network, input, {
      params: { samples: 1000 },
      execution: new Execution(abort.signal),
      report,
    });
    assert.deepEqual(partial[0]?.dims, [1, 1, 8, 8]);
    assert.match(
      cancelled.warnings!.join(),
      new RegExp(`Cancelled: the map rests on ${Number(cancelled.details?.samples)} of 1000 samples`),
    );
    assert.ok(Math.abs(cancelled.completeness!.sum - cancelled.completeness!.expected) < 1e-6);
    const late = await explain(partitionShap, network, input, { params: { samples: 1000, seconds: 1e-6 } });
    assert.match(late.warnings!.join(), /Time limit: the map rests on \d+ of 1000 samples/);
    assert.ok(Number(late.details?.samples) < 1000);
    const nothing = explain(partitionShap, network, noise([1, ...dims], 'new'), {
      execution: new Execution(AbortSignal.abort()),
    });
    await assert.rejects(nothing, (e) => e instanceof LensError && e.code === 'cancelled');
  });

  it('opens no more blocks than there are', async () => {
    const result = await explain(partitionShap, curvedNetwork(dims), noise([1, ...dims], 'input'), {
      params: { samples: 1000, gridSize: 2 },
    });
    assert.ok(Number(result.details?.samples) < 20);
    assert.deepEqual(result.warnings, []);
  });
});
