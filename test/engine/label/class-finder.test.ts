import assert from 'node:assert/strict';
import { targetIndex } from '../../../src/engine/explanation/target-names';
import { ClassFinder } from '../../../src/engine/label/class-finder';
import { LensError } from '../../../src/protocol/error';

describe('finding a class by what it is called', () => {
  it('prefers the name itself, then the name whatever its capitals, then ids and synonyms', () => {
    const finder = new ClassFinder(['cat', 'Cat', 'tabby, cat', 'no_glasses'], [[], ['n02121620'], [], ['bare face']]);
    for (const [label, found] of [
      ['cat', [0]],
      ['Cat', [1]],
      ['CAT', [0, 1]],
      ['Tabby', [2]],
      ['tabby, cat', [2]],
      ['n02121620', [1]],
      ['No glasses', [3]],
      ['bare-face', [3]],
      ['dog', []],
      ['constructor', []],
    ] as const)
      assert.deepEqual(finder.find(label), found, label);
  });

  it('finds names that hold their WordNet id by either', () => {
    const finder = new ClassFinder(['n01440764 tench, Tinca tinca', 'n01443537 goldfish']);
    for (const label of ['n01440764', 'tench', 'Tinca tinca', 'tench, Tinca tinca', 'n01440764 tench, Tinca tinca'])
      assert.deepEqual(finder.find(label), [0], label);
    assert.deepEqual(finder.find('goldfish'), [1]);
  });

  const predicted = {
    predictions: ['crane', 'tench', 'crane', '2019'].map((label, index) => ({
      index,
      label,
      probability: 0.25,
      logit: 0,
    })),
  };
  const aliases = [['n02012849'], ['Tinca tinca'], ['n03126707'], []];

  it('is a target by name, id or synonym, and by number', () => {
    for (const [target, index] of [
      ['Tench', 1],
      ['tinca tinca', 1],
      ['n03126707', 2],
      ['2', 2],
      ['2019', 3],
    ] as const)
      assert.equal(targetIndex(target, predicted, { aliases }), index, target);
  });

  it('is no target where several have the name', () => {
    assert.throws(
      () => targetIndex('crane', predicted, { aliases }),
      (error) => error instanceof LensError && /name of the classes 0, 2/.test(error.what),
    );
  });
});
