import assert from 'node:assert/strict';
import { LensError } from '../../../src/protocol/error';
import { boundaries, gridLabels, labelsFrom, segmentCount, segmentSizes } from '../../../src/engine/segmentation';
import { integers } from '../../../src/engine/tensor/tensor';

describe('label maps', () => {
  it('grid cells differ in size by at most one row or column', () => {
    const labels = gridLabels([4, 6], 2, 3);
    assert.deepEqual([...labels.data], [0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 3, 3, 4, 4, 5, 5]);
    assert.deepEqual([...segmentSizes(labels)], [4, 4, 4, 4, 4, 4]);
    assert.equal(segmentCount(gridLabels([10], 5, 3)), 3);
  });

  it('a grid finer than the image has one segment per pixel', () => {
    assert.equal(segmentCount(gridLabels([2, 3], 100, 100)), 6);
  });

  it('labels of a file are renumbered and keep their order', () => {
    const labels = labelsFrom(integers([7, 7, -1, 30], [1, 2, 2]), [2, 2]);
    assert.deepEqual([...labels.data], [1, 1, 0, 2]);
    assert.deepEqual(labels.dims, [2, 2]);
  });

  it('a file of another size is refused', () => {
    assert.throws(
      () => labelsFrom(integers([1, 2, 3, 4], [4, 1]), [2, 2]),
      (e) => e instanceof LensError && e.code === 'wrong-shape',
    );
  });

  it('boundaries lie where neighbours differ', () => {
    const marks = boundaries(gridLabels([2, 4], 1, 2));
    assert.deepEqual([...marks.data], [0, 1, 0, 0, 0, 1, 0, 0]);
  });
});
