import assert from 'node:assert/strict';
import { withDefaults } from '../../../../src/engine/parameter/values';
import { RandomStream } from '../../../../src/engine/tensor/random';
import { floats } from '../../../../src/engine/tensor/tensor';
import { AUGMENTATIONS } from '../../../../src/engine/training/augmentation';

const image = floats(
  [3, 9, 7],
  Float32Array.from({ length: 189 }, (_, i) => ((i * 37) % 100) / 100),
);
const stored = image.data.slice();

/** What each does to an image is in the reference suite `training`; here is what each draws. */
describe('augmentations', () => {
  for (const { id, params, draw, apply } of AUGMENTATIONS) {
    const drawn = (key: number) => draw(new RandomStream(key), withDefaults(params, {}), image.dims);

    it(`${id} keeps the size and the image given, and draws the same from the same key`, () => {
      for (let key = 0; key < 20; key++) {
        const result = apply(image, drawn(key));
        assert.deepEqual(result.dims, image.dims);
        assert.ok(result.data.every(Number.isFinite));
        assert.deepEqual(image.data, stored);
        assert.deepEqual(apply(image, drawn(key)), result);
      }
    });
  }

  it('differ between keys where they draw', () => {
    for (const { id, params, draw } of AUGMENTATIONS.filter((one) => one.id !== 'normalise')) {
      const all = Array.from({ length: 20 }, (_, key) =>
        JSON.stringify(draw(new RandomStream(key), withDefaults(params, {}), image.dims)),
      );
      assert.ok(new Set(all).size > 1, id);
    }
  });

  it('reverse a signal along its points', () => {
    const flip = AUGMENTATIONS.find((one) => one.id === 'horizontal-flip')!;
    assert.deepEqual([...flip.apply(floats([2, 3], [1, 2, 3, 4, 5, 6]), {}).data], [3, 2, 1, 6, 5, 4]);
  });

  it('add noise of the deviation asked for', () => {
    const noise = AUGMENTATIONS.find((one) => one.id === 'noise')!;
    const flat = floats([1, 100, 100]);
    const { data } = noise.apply(flat, noise.draw(new RandomStream(1), { deviation: 0.5 }, flat.dims));
    const power = data.reduce((sum, v) => sum + v * v, 0) / data.length;
    assert.ok(Math.abs(Math.sqrt(power) - 0.5) < 0.01, String(power));
  });
});
