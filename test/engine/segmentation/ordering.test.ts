import assert from 'node:assert/strict';
import { ascending } from '../../../src/engine/segmentation/ordering';
import { connected } from '../../../src/engine/segmentation/connectivity';

describe('ascending', () => {
  it('sorts numbers and keeps the order of equal ones', () => {
    const values = Float64Array.of(3, 1e-6, 0, 3, 400, 0.3001, 0.3);
    assert.deepEqual([...ascending(values)], [2, 1, 6, 5, 0, 3, 4]);
    assert.deepEqual([...ascending(new Float64Array(3))], [0, 1, 2]);
  });
});

describe('connected', () => {
  it('gives a small island to a neighbour and splits parts that do not touch', () => {
    const labels = Int32Array.of(0, 0, 0, 0, 1, 0, 2, 2, 2, 0, 0, 0);
    assert.deepEqual([...connected(labels, 4, 3, { minimum: 2, maximum: 12 })], [0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2]);
  });

  it('cuts parts at the largest size', () => {
    assert.deepEqual([...connected(new Int32Array(6), 1, 6, { minimum: 1, maximum: 3 })], [0, 0, 0, 1, 1, 1]);
  });
});
