import assert from 'node:assert/strict';
import { NumpyRandom } from '../../../src/engine/tensor/numpy-random';

const repeated = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

/** Expected numbers are those of NumPy 2.4 after `numpy.random.seed`. */
describe('NumPy random numbers', () => {
  it('are uniform as rand() says, for the smallest and the largest seed too', () => {
    const random = new NumpyRandom(42);
    assert.deepEqual(
      repeated(2, () => random.uniform()),
      [0.3745401188473625, 0.9507143064099162],
    );
    assert.equal(new NumpyRandom(0).uniform(), 0.5488135039273248);
    assert.equal(new NumpyRandom(4294967295).uniform(), 0.0976320289940138);
  });

  it('are normal as randn() says, in pairs', () => {
    const random = new NumpyRandom(42);
    assert.deepEqual(
      repeated(3, () => random.normal()),
      [0.4967141530112327, -0.13826430117118466, 0.6476885381006925],
    );
  });

  it('are whole as randint() says, and one choice draws nothing', () => {
    const random = new NumpyRandom(42);
    assert.equal(random.below(1), 0);
    assert.deepEqual(
      repeated(10, () => random.below(25)),
      [6, 19, 14, 10, 7, 20, 6, 18, 22, 10],
    );
  });

  it('shuffle as permutation() does', () => {
    assert.deepEqual([...new NumpyRandom(42).permutation(10)], [8, 1, 5, 0, 7, 2, 9, 4, 3, 6]);
  });

  it('go on past the first 624 words', () => {
    const random = new NumpyRandom(1);
    assert.equal(repeated(1000, () => random.uniform())[999], 0.7744772660150796);
  });
});
