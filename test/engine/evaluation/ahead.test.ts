import assert from 'node:assert/strict';
import { Ahead } from '../../../src/engine/evaluation/ahead';

describe('values made ahead', () => {
  const recorded = (count: number, depth: number) => {
    const made: number[] = [];
    const ahead = new Ahead(count, depth, async (place) => {
      made.push(place);
      if (place === 3) throw new Error('no third');
      return place;
    });
    return { made, ahead };
  };

  it('begins those behind the one asked for, each once, and none after the last', async () => {
    const { made, ahead } = recorded(5, 2);
    assert.equal(await ahead.of(0), 0);
    assert.deepEqual(made, [0, 1, 2]);
    assert.equal(await ahead.of(1), 1);
    await assert.rejects(async () => ahead.of(3), /no third/);
    assert.equal(await ahead.of(4), 4);
    assert.deepEqual(made, [0, 1, 2, 3, 4]);
  });

  it('gives up those that were jumped over', async () => {
    const { made, ahead } = recorded(10, 1);
    await ahead.of(0);
    await ahead.of(6);
    assert.deepEqual(made, [0, 1, 6, 7]);
    assert.equal(await ahead.of(1), 1);
    assert.deepEqual(made, [0, 1, 6, 7, 1, 2]);
  });
});
