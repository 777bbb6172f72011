import { strict as assert } from 'node:assert';
import { boxAround, energyInside } from '../../../src/engine/metric/energy-pointing-game';
import { iou, overlap } from '../../../src/engine/metric/iou';
import { rocAuc, topShare } from '../../../src/engine/metric/localisation';
import { withDefaults } from '../../../src/engine/parameter/values';
import type { ValuesOf } from '../../../src/engine/parameter/schema';
import { otsuThreshold } from '../../../src/engine/metric/otsu';
import { point, pointingGame } from '../../../src/engine/metric/pointing-game';
import { entropy } from '../../../src/engine/metric/complexity';
import { gini } from '../../../src/engine/metric/sparseness';
import { floats } from '../../../src/engine/tensor/tensor';
import { close } from '../statistics/close';
import { subject } from './subject';

describe('localisation', () => {
  it('overlaps masks', () => {
    assert.deepEqual(overlap([1, 1, 0, 0], [0, 1, 1, 0]), { iou: 1 / 3, dice: 0.5 });
    assert.deepEqual(overlap([1, 0], [0, 1]), { iou: 0, dice: 0 });
  });

  it('parts two humps between them', () => {
    const humps = Array.from({ length: 200 }, (_, i) => (i < 120 ? 0.1 : 0.8) + 0.001 * (i % 40));
    const threshold = otsuThreshold(humps);
    assert.ok(threshold > 0.13 && threshold < 0.8, String(threshold));
    assert.equal(otsuThreshold([2, 2, 2]), 2);
  });

  it('cuts the map three ways', async () => {
    const map = floats([2, 4], [0, 1, 2, 3, 7, 8, 9, 10]);
    const mask = Uint8Array.of(0, 0, 0, 0, 1, 1, 1, 1);
    const judged = await subject({ map, mask });
    const cut = async (params: Partial<ValuesOf<typeof iou.params>>): Promise<number> =>
      (await iou.score(judged, withDefaults(iou.params, params))).value;
    // Otsu's threshold is the centre of the bin that holds 0.3, just below it.
    assert.equal(await cut({ cut: 'otsu' }), 0.8);
    assert.equal(await cut({ cut: 'percent', percent: 25 }), 0.5);
    assert.equal(await cut({ cut: 'threshold', threshold: 0.1 }), 4 / 6);
  });

  it('points at any of the largest values and measures from the first', () => {
    const map = [0, 5, 0, 0, 0, 5];
    assert.deepEqual(point(map, [0, 0, 0, 0, 0, 1], 3), { hit: true, row: 0, column: 1, distance: Math.SQRT2 });
    assert.equal(point(map, [0, 0, 0, 0, 0, 0], 3).distance, Infinity);
  });

  it('forgives a miss within the tolerance', async () => {
    const near = await subject({ map: floats([1, 4], [9, 0, 0, 0]), mask: Uint8Array.of(0, 0, 1, 1) });
    assert.equal((await pointingGame.score(near, { tolerancePixels: 1 })).value, 0);
    assert.equal((await pointingGame.score(near, { tolerancePixels: 2 })).value, 100);
  });

  it('boxes a mask and counts the energy inside', () => {
    const box = boxAround([0, 0, 0, 0, 1, 0, 0, 1, 0], 3);
    assert.deepEqual(box, [1, 1, 2, 3]);
    assert.equal(energyInside([1, 1, 1, 1, 2, 1, 1, 2, 0], box, 3), 0.4);
  });

  it('ranks the largest and counts ties by halves', () => {
    assert.equal(topShare([3, 1, 2, 0], [1, 0, 0, 1], 2), 0.5);
    assert.equal(rocAuc([1, 2, 3, 4], [0, 0, 1, 1]), 1);
    assert.equal(rocAuc([1, 1, 1, 1], [0, 0, 1, 1]), 0.5);
    assert.ok(Number.isNaN(rocAuc([1, 2], [1, 1])));
  });
});

describe('sparseness and complexity', () => {
  it('run from even to concentrated', () => {
    close(gini([1, -1, 1, -1]), 0, 1e-9);
    assert.ok(Math.abs(gini([0, 0, 0, 5]) - 0.75) < 1e-6);
    assert.ok(Math.abs(entropy([1, -1, 1, -1]) - Math.log(4)) < 1e-9);
    assert.ok(Math.abs(entropy([0, 0, 0, 5])) < 1e-9);
  });
});
