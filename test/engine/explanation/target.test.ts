import assert from 'node:assert/strict';
import { targetIndex } from '../../../src/engine/explanation/target';
import type { Prediction } from '../../../src/protocol/explain';

describe('what is explained unless another class is asked for', () => {
  const said = (...all: readonly (readonly [label: string, share: number])[]): Prediction[] =>
    all.map(([label, probability], index) => ({ index, label, probability, logit: probability }));
  const dense = { height: 1, width: 1, classes: new Uint16Array(1) };

  it('is the likeliest class of a classifier, whatever it is called', () => {
    assert.equal(targetIndex(undefined, { predictions: said(['background', 0.8], ['dog', 0.2]), dense: null }), 0);
  });

  for (const name of ['background', '__background__', 'BG', 'void', 'unlabeled', 'class 0'])
    it(`is the largest object of a scene, not “${name}”`, () => {
      assert.equal(targetIndex(undefined, { predictions: said([name, 0.9], ['dog', 0.07], ['cat', 0.03]), dense }), 1);
    });

  it('is the background where nothing else is found', () => {
    assert.equal(targetIndex(undefined, { predictions: said(['background', 1], ['dog', 0]), dense }), 0);
  });
});
