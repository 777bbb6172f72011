import assert from 'node:assert/strict';
import { enlargedFeeds } from '../../../../src/engine/attribution/masking/enlarged-mask';
import { Enlargement, scaledBy } from '../../../../src/engine/attribution/masking/enlargement';
import { resizedMap } from '../../../../src/engine/tensor/resize';
import { sizeOf, type FloatTensor } from '../../../../src/engine/tensor/tensor';
import { gap, noise } from '../perturbation/setup';

const product = ({ dims: [height, inner], data }: FloatTensor, other: ArrayLike<number>, width: number): Float64Array =>
  Float64Array.from({ length: height * width }, (_, k) => {
    const [row, column] = [Math.floor(k / width), k % width];
    return Array.from({ length: inner }, (_, i) => data[row * inner + i] * other[i * width + column]).reduce(
      (a, b) => a + b,
      0,
    );
  });

describe('enlargement', () => {
  for (const [from, to] of [
    [
      [3, 5],
      [8, 9],
    ],
    [
      [7, 7],
      [4, 16],
    ],
    [[6], [20]],
  ]) {
    const map = noise(from, 'map').data;
    const plane = (dims: readonly number[]): [number, number] =>
      dims.length === 1 ? [1, dims[0]] : [dims[0], dims[1]];
    const enlargement = new Enlargement(from, to);
    const large = resizedMap(map, plane(from), plane(to));

    it(`of ${from.join('×')} to ${to.join('×')} is a product with two matrices`, () => {
      const { rows, columns } = enlargement;
      const wide = product({ type: 'float32', dims: plane(from), data: map }, columns.data, columns.dims[1]);
      assert.ok(gap(product(rows, wide, columns.dims[1]), large) < 1e-6);
    });

    it(`of ${from.join('×')} to ${to.join('×')} keeps sums and ranges`, () => {
      const sum = large.reduce((a, b) => a + b, 0);
      assert.ok(Math.abs(enlargement.cover.reduce((all, cover, k) => all + cover * map[k], 0) - sum) < 1e-6);
      const scaled = enlargement.large(scaledBy(map, enlargement.range(map)));
      assert.ok(Math.abs(Math.min(...scaled)) < 1e-12 && Math.abs(Math.max(...scaled) - 1) < 1e-12);
    });
  }

  it('lets only the small maps and its matrices into the graph', () => {
    const enlargement = new Enlargement([7, 7], [224, 224]);
    const feeds = Object.values(enlargedFeeds(enlargement, [new Float64Array(49), new Float64Array(49)]));
    assert.equal(
      feeds.reduce((all, { dims }) => all + sizeOf(dims), 0),
      2 * 49 + 2 * 7 * 224,
    );
  });
});
