import assert from 'node:assert/strict';
import { LensError } from '../../../../src/protocol/error';
import { occlusion } from '../../../../src/engine/attribution/perturbation/occlusion';
import { withDefaults } from '../../../../src/engine/parameter/values';
import { Execution } from '../../../../src/engine/session/execution';
import { floats } from '../../../../src/engine/tensor/tensor';
import { curvedNetwork, explain, gap, linearNetwork, noise } from './setup';

/** Mean over covering windows of the occluded sum of w · x, windows written out by hand. */
function byHand(
  weights: Float32Array,
  x: Float32Array,
  [height, width]: number[],
  window: number[],
  stride: number[],
): Float64Array {
  const sums = new Float64Array(x.length);
  const counts = new Float64Array(x.length);
  for (let top = 0; top < height - window[0] + stride[0]; top += stride[0]) {
    for (let left = 0; left < width - window[1] + stride[1]; left += stride[1]) {
      const covered = [...x.keys()].filter((i) => {
        const [row, column] = [Math.floor(i / width), i % width];
        return row >= top && row < top + window[0] && column >= left && column < left + window[1];
      });
      const difference = covered.reduce((sum, i) => sum + weights[i] * x[i], 0);
      covered.forEach((i) => {
        sums[i] += difference;
        counts[i]++;
      });
    }
  }
  return sums.map((sum, i) => (counts[i] ? sum / counts[i] : 0));
}

describe('occlusion', () => {
  const weights = noise([2, 30], 'weights');
  const input = noise([1, 1, 5, 6], 'input');

  it('is the mean occluded part of a linear score, windows cut at the border', async () => {
    const { map } = await explain(occlusion, linearNetwork([1, 5, 6], weights), input, {
      params: { window: [1, 2, 3], strides: [1, 2, 2] },
    });
    assert.deepEqual(map.dims, [1, 1, 5, 6]);
    assert.ok(gap(map.data, byHand(weights.data.subarray(0, 30), input.data, [5, 6], [2, 3], [2, 2])) < 1e-5);
  });

  it('leaves elements at 0 that no window covers', async () => {
    const { map } = await explain(occlusion, linearNetwork([1, 5, 6], weights), input, {
      params: { window: [1, 1, 1], strides: [1, 2, 2] },
    });
    assert.equal(map.data[1], 0);
    assert.ok(Math.abs(map.data[2] - weights.data[2] * input.data[2]) < 1e-5);
  });

  it('takes windows over single channels, and over a signal', async () => {
    const colour = noise([1, 2, 2, 2], 'colour');
    const w = noise([2, 8], 'w');
    const perChannel = await explain(occlusion, linearNetwork([2, 2, 2], w), colour, {
      params: { window: [1, 2, 2], strides: [1, 2, 2] },
    });
    const part = (c: number) => [0, 1, 2, 3].reduce((sum, i) => sum + w.data[4 * c + i] * colour.data[4 * c + i], 0);
    assert.ok(gap(perChannel.map.data, [0, 0, 0, 0, 1, 1, 1, 1].map(part)) < 1e-5);
    const signal = noise([1, 1, 8], 'signal');
    const one = await explain(occlusion, linearNetwork([1, 8], w), signal, {
      params: { window: [1, 1], strides: [1, 1] },
    });
    assert.deepEqual(one.map.dims, [1, 1, 8]);
    assert.ok(
      gap(
        one.map.data,
        signal.data.map((v, i) => v * w.data[i]),
      ) < 1e-5,
    );
  });

  it('replaces by the stored baseline', async () => {
    const { map } = await explain(occlusion, linearNetwork([1, 5, 6], weights), input, {
      params: { window: [1, 1, 1], strides: [1, 1, 1], baseline: 'mean' },
    });
    const mean = input.data.reduce((sum, v) => sum + v, 0) / 30;
    assert.ok(
      gap(
        map.data,
        input.data.map((v, i) => weights.data[i] * (v - mean)),
      ) < 1e-5,
    );
  });

  it('does not depend on the batch size', async () => {
    const [many, single] = await Promise.all(
      [true, false].map((batched) => explain(occlusion, curvedNetwork([1, 5, 6], 3, batched), input)),
    );
    assert.ok(gap(many.map.data, single.map.data) < 1e-6);
  });

  it('tells the cost it then spends', async () => {
    const params = withDefaults(occlusion.params, { window: [1, 2, 3], strides: [1, 2, 2] });
    const network = curvedNetwork([1, 5, 6]);
    const execution = new Execution();
    await explain(occlusion, network, input, { params, execution });
    const facts = { headShare: 0, layerDims: [], inputDims: [1, 5, 6], stages: [] };
    assert.equal(Math.round(execution.spent.forward), occlusion.cost(params, facts));
  });

  it('refuses a window of another number of axes', async () => {
    const run = explain(occlusion, linearNetwork([1, 5, 6], weights), floats([1, 1, 5, 6]), {
      params: { window: [1, 2, 3, 4] },
    });
    await assert.rejects(run, (e) => e instanceof LensError && e.code === 'invalid-argument');
  });
});
