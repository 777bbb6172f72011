import { strict as assert } from 'node:assert';
import {
  averageDrop,
  confidence,
  increases,
  relativeDrop,
  relativeGain,
} from '../../../src/engine/metric/average-drop';
import { absoluteDrop } from '../../../src/engine/metric/drop-in-confidence';
import { MASKING_PARAMETERS, masked, type MaskingValues } from '../../../src/engine/metric/masking';
import { withDefaults } from '../../../src/engine/parameter/values';
import { floats } from '../../../src/engine/tensor/tensor';
import { linear, subject } from './subject';

const INPUT = floats([1, 2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
const MAP = [0, 0.25, 0.5, 1];
const BLACK = [-2, -4];
const values = (given: Partial<MaskingValues>) => withDefaults(MASKING_PARAMETERS, given);
const hide = (given: Partial<MaskingValues>): number[] => [...masked(INPUT, MAP, values(given), BLACK).data];

describe('masking', () => {
  it('multiplies towards the data mean in the preprocessed space', () => {
    assert.deepEqual(hide({ convention: 'multiply', space: 'preprocessed' }), [0, 0.5, 1.5, 4, 0, 1.5, 3.5, 8]);
  });

  it('multiplies towards black in pixel space', () => {
    assert.deepEqual(hide({ convention: 'multiply', space: 'pixels' }), [-2, -1, 0.5, 4, -4, -1.5, 1.5, 8]);
  });

  it('keeps the top percent', () => {
    assert.deepEqual(hide({ convention: 'keep-top-percent', percent: 50 }), [-2, -2, 3, 4, -4, -4, 7, 8]);
    assert.deepEqual(hide({ convention: 'keep-top-percent', percent: 0 }), [-2, -2, -2, -2, -4, -4, -4, -4]);
  });

  it('occludes the background or the subject, which includes the threshold', () => {
    assert.deepEqual(hide({ convention: 'occlude-background', threshold: 0.5 }), [-2, -2, 3, 4, -4, -4, 7, 8]);
    assert.deepEqual(hide({ convention: 'occlude-subject', threshold: 0.5 }), [1, 2, -2, -2, 5, 6, -4, -4]);
  });
});

describe('confidence', () => {
  it('compares the masked with the clean score', async () => {
    const probability = linear([0.01]);
    const pair = await confidence(INPUT, MAP, values({ convention: 'multiply', space: 'preprocessed' }), {
      probability,
      clean: 0.5,
      black: BLACK,
    });
    assert.ok(Math.abs(pair.masked - 0.19) < 1e-7);
    assert.equal(pair.original, 0.5);
    assert.equal(probability.inputs, 1);
  });

  it('is relative in Average Drop and absolute in pytorch-grad-cam', () => {
    const falls = { original: 0.8, masked: 0.6 };
    const rises = { original: 0.6, masked: 0.8 };
    assert.ok(Math.abs(relativeDrop(falls) - 25) < 1e-12);
    assert.ok(Math.abs(absoluteDrop(falls) - 0.2) < 1e-12);
    assert.deepEqual([relativeDrop(rises), absoluteDrop(rises)], [0, 0]);
    assert.ok(Math.abs(relativeGain(rises) - 50) < 1e-12);
    assert.deepEqual([increases(falls), increases(rises), increases({ original: 0.5, masked: 0.5 })], [0, 1, 0]);
    assert.equal(relativeGain({ original: 1, masked: 1 }), 0);
  });

  it('scales the map before it masks, so that its scale does not matter', async () => {
    const params = withDefaults(averageDrop.params, { convention: 'multiply' });
    const plain = await subject();
    const scaled = await subject({ map: { ...plain.map, data: plain.map.data.map((v) => 8 * v + 2) } });
    const [a, b] = [await averageDrop.score(plain, params), await averageDrop.score(scaled, params)];
    assert.ok(Math.abs(a.value - b.value) < 1e-4);
  });
});
