import assert from 'node:assert/strict';
import { mapFigures, objectFigures } from '../../../src/engine/tool/map-figures';

const floatMap = (dims: readonly number[], values: readonly number[]) => ({ dims, data: Float32Array.from(values) });

describe('figures of a map for a language model', () => {
  it('tell the peak of the sum of the channels and the share of each region', () => {
    // Channels add up to [[1, 0, 0, -2], [0, 0, 0, 0], [0, 0, 5, 0], [2, 0, 0, 0]].
    const first = [1, 0, 0, -1, 0, 0, 0, 0, 0, 0, 2, 0, 2, 0, 0, 0];
    const second = [0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0];
    const {
      peak,
      peak_lies: lies,
      share_by_region: shares,
      share_positive: positive,
    } = mapFigures(floatMap([2, 4, 4], [...first, ...second]), 2);
    assert.deepEqual([peak.row, peak.column, lies], [2, 2, 'middle centre']);
    assert.deepEqual(shares, [
      [0.1, 0.2],
      [0.2, 0.5],
    ]);
    assert.equal(positive, 0.8);
  });

  it('take a signal as one row, and no more regions than there are positions', () => {
    const { peak, peak_lies: lies, share_by_region: shares } = mapFigures(floatMap([1, 3], [0, 1, 3]), 9);
    assert.deepEqual([peak.row, peak.column, lies, shares], [0, 2, 'right', [[0, 0.25, 0.75]]]);
  });

  it('add a volume up along its depth, and tell the depth of the peak', () => {
    const { peak, share_by_region: shares } = mapFigures(floatMap([1, 2, 1, 2], [1, 0, 0, 3]), 2);
    assert.deepEqual([peak.depth, peak.row, peak.column, shares], [1, 0, 1, [[0.25, 0.75]]]);
  });

  it('have no shares of a map of zeros', () => {
    const { share_by_region: shares, share_positive: positive } = mapFigures(floatMap([1, 1, 2], [0, 0]), 2);
    assert.deepEqual([shares, positive], [[[null, null]], null]);
  });

  it('tell which share lies in the object, and leave out a mask of another size', () => {
    const map = floatMap([1, 2, 2], [4, -4, 1, 1]);
    const told = objectFigures(map, floatMap([2, 2], [1, 0, 1, 0]));
    assert.equal(told?.share_inside, 0.5);
    assert.equal(told?.object_share_of_image, 0.5);
    assert.equal(told?.peak_in_object, true);
    assert.equal(objectFigures(map, floatMap([1, 2], [1, 0])), null);
  });
});
