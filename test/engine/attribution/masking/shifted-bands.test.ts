import assert from 'node:assert/strict';
import { GridSums } from '../../../../src/engine/attribution/masking/grid-sums';
import { MaskSums } from '../../../../src/engine/attribution/masking/mask-sums';
import { drawGrid, RiseMasker } from '../../../../src/engine/attribution/masking/rise-masks';
import { RandomStream } from '../../../../src/engine/tensor/random';

/** The sums of the same masks, made of their grids and of the masks themselves. */
function both(spatial: readonly number[], gridSize: number, probability: number, samples: number) {
  const masker = new RiseMasker(spatial, gridSize);
  const grids = new GridSums(spatial, masker);
  const masks = new MaskSums(spatial);
  let total = 0;
  for (let n = 0; n < samples; n++) {
    const grid = drawGrid(new RandomStream('bands', n), spatial, gridSize, probability);
    const score = new RandomStream('score', n).uniform() - 0.3;
    grids.add(grid, score);
    masks.add(masker.make(grid), score);
    total += score;
  }
  return [grids, masks].map((sums) => [
    sums.total(),
    sums.dividedByMaskSum(),
    sums.shownLessHidden(total),
    sums.errorPerMaskSum(),
    sums.errorPerCount(probability),
  ]);
}

describe('sums of shifted bands', () => {
  for (const spatial of [[4, 4], [16, 16], [20], [33, 65], [5, 5], [3, 100], [90, 64]]) {
    for (const gridSize of [2, 7, 16]) {
      it(`are those of the masks at ${spatial.join(' × ')} with ${gridSize} cells per side`, () => {
        for (const [probability, samples] of [
          [0.5, 5],
          [0.05, 60],
          [0.98, 60],
          [0.5, 300],
        ]) {
          const [found, expected] = both(spatial, gridSize, probability, samples);
          expected.forEach(({ data }, k) =>
            data.forEach((value, i) => {
              const other = found[k].data[i];
              assert.ok(value === other || Math.abs(value - other) <= 1e-6 * Math.max(1e-3, Math.abs(value)));
            }),
          );
        }
      });
    }
  }
});
