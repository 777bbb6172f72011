import assert from 'node:assert/strict';
import { dilatedRegions, rankedRegions } from '../../../../src/engine/attribution/segment/regions';
import { xrai } from '../../../../src/engine/attribution/gradient/xrai';
import { floats } from '../../../../src/engine/tensor/tensor';
import { explain, linearNetwork } from '../perturbation/setup';

const regions = (...lists: number[][]) => lists.map((list) => Int32Array.from(list));

describe('ranked regions', () => {
  it('takes the region of the highest mean first, then what the others add', () => {
    const values = Float64Array.of(4, 2, 0, -2, 9, 1);
    // {0, 1} has mean 3; of {1, 2, 3} then 2 and 3 remain with mean -1; {4} is too small; nobody takes 4 and 5: mean 5.
    assert.deepEqual(Array.from(rankedRegions(values, regions([1, 2, 3], [0, 1], [4]), 2)), [3, 3, -1, -1, 5, 5]);
  });

  it('drops a region once too little of it is left', () => {
    const values = Float64Array.of(5, 5, 1, 1);
    assert.deepEqual(Array.from(rankedRegions(values, regions([0, 1], [1, 2]), 2)), [5, 5, 1, 1]);
  });

  it('is the exhaustive search for the best region at every step', () => {
    const values = Float64Array.from({ length: 12 }, (_, i) => Math.sin(3 * i));
    const lists = [
      [0, 1, 2, 3],
      [2, 3, 4],
      [5, 6, 7, 8],
      [8, 9],
      [1, 5, 9],
      [10, 11],
    ];
    const expected = new Float64Array(12);
    const taken = new Set<number>();
    for (;;) {
      const candidates = lists.map((list) => list.filter((p) => !taken.has(p))).filter((list) => list.length > 0);
      if (candidates.length === 0) break;
      const means = candidates.map((list) => list.reduce((sum, p) => sum + values[p], 0) / list.length);
      const best = means.indexOf(Math.max(...means));
      candidates[best].forEach((p) => {
        expected[p] = means[best];
        taken.add(p);
      });
    }
    const got = rankedRegions(values, regions(...lists), 1);
    expected.forEach((v, p) => assert.ok(Math.abs(v - got[p]) < 1e-12));
  });
});

describe('dilated regions', () => {
  it('grow by a disc and stay inside the image', () => {
    const labels = { type: 'int32' as const, dims: [3, 4], data: Int32Array.of(0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1) };
    assert.deepEqual(
      dilatedRegions(labels, 0).map((r) => Array.from(r)),
      [
        [0, 1, 4, 5, 8, 9],
        [2, 3, 6, 7, 10, 11],
      ],
    );
    assert.deepEqual(Array.from(dilatedRegions(labels, 1)[0]), [0, 1, 2, 4, 5, 6, 8, 9, 10]);
  });
});

describe('XRAI', () => {
  it('gives each half of a two-coloured image its mean attribution', async () => {
    const [height, width] = [8, 16];
    const left = (i: number) => i % width < 8;
    const input = floats(
      [1, 1, height, width],
      Float32Array.from({ length: 128 }, (_, i) => (left(i) ? 0.2 : 0.9)),
    );
    const weights = floats(
      [2, 128],
      Float32Array.from({ length: 256 }, (_, i) => (left(i % 128) ? 1 : 3)),
    );
    const { map, completeness } = await explain(xrai, linearNetwork([1, height, width], weights), input, {
      params: { dilation: 0, minSize: 1, minGain: 1, steps: 2 },
      levels: { black: [0], white: [1] },
    });
    // Mean of integrated gradients from black, w x, and from white, w (x − 1).
    map.data.forEach((v, i) => assert.ok(Math.abs(v - (left(i) ? 0.2 - 0.5 : 3 * (0.9 - 0.5))) < 1e-5, `${i}: ${v}`));
    assert.ok(Math.abs(completeness!.sum - completeness!.expected) < 1e-3);
  });
});
