import assert from 'node:assert/strict';
import { detectionSimilarity } from '../../../src/engine/task/detection/similarity';

describe('detection similarity', () => {
  const target = [0, 0, 10, 10, 0.3, 1, 0];

  it('is IoU · cosine · objectness of the best proposal', () => {
    const proposals = [
      [0, 0, 10, 5, 0.8, 1, 0],
      [0, 0, 10, 10, 0.9, 0, 1],
      [20, 20, 30, 30, 1, 1, 0],
    ];
    assert.ok(Math.abs(detectionSimilarity(target, { data: proposals.flat(), count: 3, length: 7 }) - 0.4) < 1e-12);
  });

  it('does not use the objectness of the target', () => {
    assert.equal(detectionSimilarity(target, { data: [0, 0, 10, 10, 1, 2, 0], count: 1, length: 7 }), 1);
  });

  it('is 0 where nothing overlaps', () => {
    assert.equal(detectionSimilarity(target, { data: [10, 0, 20, 10, 1, 1, 0], count: 1, length: 7 }), 0);
  });
});
