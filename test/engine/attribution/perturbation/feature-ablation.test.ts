import assert from 'node:assert/strict';
import { featureAblation } from '../../../../src/engine/attribution/perturbation/feature-ablation';
import { gridLabels } from '../../../../src/engine/segmentation';
import { explain, gap, linearNetwork, noise, segmentValuesOf } from './setup';

describe('feature-ablation', () => {
  const dims = [2, 4, 4];
  const weights = noise([2, 32], 'weights');
  const input = noise([1, ...dims], 'input');
  const labels = gridLabels([4, 4], 2, 2);

  it("is each segment's part of a linear score, written to all its channels", async () => {
    const result = await explain(featureAblation, linearNetwork(dims, weights), input, { files: { segments: labels } });
    const parts = [0, 0, 0, 0];
    input.data.forEach((v, i) => (parts[labels.data[i % 16]] += v * weights.data[i]));
    assert.ok(gap(segmentValuesOf(result), parts) < 1e-5);
    assert.deepEqual(result.map.dims, [1, ...dims]);
    assert.ok(
      gap(
        result.map.data,
        Array.from(input.data, (_, i) => parts[labels.data[i % 16]]),
      ) < 1e-5,
    );
  });

  it('with segment means only the deviation from the mean counts', async () => {
    const result = await explain(featureAblation, linearNetwork(dims, weights), input, {
      files: { segments: labels },
      params: { baseline: 'segment-mean' },
    });
    const means = Array.from({ length: 8 }, (_, k) => {
      const own = [...input.data.keys()].filter(
        (i) => Math.floor(i / 16) === Math.floor(k / 4) && labels.data[i % 16] === k % 4,
      );
      return own.reduce((sum, i) => sum + input.data[i], 0) / own.length;
    });
    const parts = [0, 0, 0, 0];
    input.data.forEach(
      (v, i) =>
        (parts[labels.data[i % 16]] += (v - means[4 * Math.floor(i / 16) + labels.data[i % 16]]) * weights.data[i]),
    );
    assert.ok(gap(segmentValuesOf(result), parts) < 1e-5);
  });

  it('segments the input itself when no map is given', async () => {
    const result = await explain(featureAblation, linearNetwork(dims, weights), input, {
      params: { segmentation: 'grid', rows: 4, columns: 1 },
    });
    assert.equal(segmentValuesOf(result).length, 4);
  });
});
