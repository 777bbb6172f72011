import assert from 'node:assert/strict';
import { mnist1d } from '../../../src/engine/generation/mnist-1d/set';

const near = (got: ArrayLike<number>, expected: readonly number[]): void =>
  expected.forEach((value, i) => assert.ok(Math.abs(got[i] - value) < 1e-12, `${got[i]} is not ${value}`));

/** Expected numbers are those of `mnist1d_data.pkl`, the set its authors publish. */
describe('MNIST-1D', () => {
  const set = mnist1d(42, false);

  it('is the published set for the seed 42', () => {
    assert.equal(set.signals.length, 5000);
    assert.equal(set.trainCount, 4000);
    near(set.signals[0], [-0.3320056673693902, -0.4719103656557236, -0.778697076293495, -1.0097408265367047]);
    near(set.signals[3999].slice(-3), [-1.2162451343416705, -1.4649417006350856, -1.6509928567520655]);
    near(set.signals[4999].slice(-3), [0.6598756470890784, 0.8777343497528006, 1.193151836835276]);
    assert.deepEqual([...set.labels.slice(0, 10)], [2, 6, 4, 5, 6, 6, 6, 0, 3, 1]);
    assert.deepEqual([...set.labels.slice(4000, 4005)], [2, 6, 3, 9, 4]);
  });

  it('has every signal in the same other order of points when shuffled', () => {
    const shuffled = mnist1d(42, true);
    assert.deepEqual(shuffled.labels, set.labels);
    const places = Array.from(shuffled.signals[0], (value) =>
      set.signals[0].findIndex((v) => Math.abs(v - value) < 1e-9),
    );
    assert.deepEqual(
      [...new Set(places)].sort((a, b) => a - b),
      [...places.keys()],
    );
    assert.notDeepEqual(places, [...places.keys()]);
    near(
      shuffled.signals[4321],
      places.map((place) => set.signals[4321][place]),
    );
  });

  it('is another set for another seed', () => {
    assert.notDeepEqual(mnist1d(43, false).labels, set.labels);
  });
});
