import assert from 'node:assert/strict';
import { namedTarget, targetIndex } from '../../../src/engine/explanation/target-names';
import type { Prediction } from '../../../src/protocol/prediction';

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

describe('two classes in one name', () => {
  const predictions = ['cat', 'jack-o-lantern', 'lantern', 'jack-o', 'T-shirt', 'o', 'jack', 'shirt'].map(
    (label, index) => ({ index, label, probability: 0.1, logit: 0 }),
  );
  const read = (text: string) => namedTarget(text, { predictions });

  it('are parted by a minus', () => {
    assert.deepEqual(read('cat - lantern'), { target: 'cat', against: 'lantern' });
    assert.deepEqual(read('T-shirt-cat'), { target: 'T-shirt', against: 'cat' });
    assert.deepEqual(read('0−3'), { target: '0', against: '3' });
  });

  it('are one where the whole is a name, and where a part is none', () => {
    for (const text of ['jack-o-lantern', 'cat-dog', 'cat']) assert.deepEqual(read(text), { target: text });
  });

  it('are asked for again where they can be read in two ways', () => {
    assert.throws(
      () => namedTarget('a-b-c', { predictions: names('a', 'b-c', 'a-b', 'c') }),
      /a less b-c or a-b less c/,
    );
  });

  const names = (...labels: string[]) => labels.map((label, index) => ({ index, label, probability: 0, logit: 0 }));
});
