import assert from 'node:assert/strict';
import { heatmapTile, signedTile } from '../../../src/engine/figure/tiles';

describe('a map in a figure', () => {
  /** A hundred pixels from 0.01 to 1, the last of which may stand out. */
  const values = (last: number, sign = 1): Float32Array =>
    Float32Array.from({ length: 100 }, (_, k) => (k === 99 ? last : (sign * (k + 1)) / 100));

  it('is coloured up to the 99th percentile, and says what lies beyond', async () => {
    const ends = async (last: number, sign?: number) => {
      const { legend } = await signedTile('', values(last, sign), [10, 10], null, '');
      return [legend?.low, legend?.high];
    };
    assert.deepEqual(await ends(1000), ['0', '≥ 0.99']);
    assert.deepEqual(await ends(1000, -1), ['≤ −0.99', '≥ 0.99']);
    assert.deepEqual(await ends(0.99), ['0', '0.99']);
  });

  it('is so where its positive part stands alone, and has its peak where hardly anything is positive', async () => {
    const heatmap = (data: Float32Array) =>
      heatmapTile({ label: 'a', method: 'gradient', params: {}, map: { dims: [10, 10], data } } as never);
    assert.equal((await heatmap(values(1000))).legend?.high, '≥ 0.99');
    assert.equal((await heatmap(values(7, -1))).legend?.high, '7');
  });
});
