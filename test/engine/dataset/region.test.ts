import { strict as assert } from 'node:assert';
import { sourceOf } from '../../../src/engine/dataset/geometry';
import { readMask } from '../../../src/engine/dataset/mask';
import { rasterise } from '../../../src/engine/dataset/raster';
import { decodedRuns } from '../../../src/engine/dataset/run-length';
import { recipe, target } from './masks';

const drawn = (region: Parameters<typeof rasterise>[0], width: number, height: number): string[] => {
  const mask = new Uint8Array(width * height);
  const upTo = (length: number): number[] => Array.from({ length }, (_, at) => at);
  rasterise(region, { rows: upTo(height), columns: upTo(width), width, height }, mask);
  return Array.from({ length: height }, (_, row) =>
    [...mask.subarray(row * width, (row + 1) * width)].map((v) => '.#'[v]).join(''),
  );
};

describe('regions', () => {
  it('fill the pixels whose centre lies inside', () => {
    assert.deepEqual(drawn({ kind: 'polygons', polygons: [[1, 0, 4, 0, 4, 3, 1, 3]] }, 5, 4), [
      '.###.',
      '.###.',
      '.###.',
      '.....',
    ]);
    assert.deepEqual(drawn({ kind: 'polygons', polygons: [[0, 0, 4, 4, 0, 4]] }, 4, 4), [
      '....',
      '#...',
      '##..',
      '###.',
    ]);
    assert.deepEqual(drawn({ kind: 'box', box: [-1, 1, 3, 9] }, 3, 3), ['...', '##.', '##.']);
  });

  it('run down the columns', () => {
    assert.deepEqual(drawn({ kind: 'runs', counts: [1, 3, 4, 1], width: 3, height: 3 }, 3, 3), ['.#.', '#..', '#.#']);
  });

  it('of an image of any stated size are drawn at the size of the input alone', async () => {
    const drawnAt = (width: number, height: number, region: Parameters<typeof rasterise>[0]): Promise<Uint8Array> =>
      readMask({ kind: 'regions', width, height, regions: [region] }, [4, 4], recipe, target);
    const half = 2e9;
    assert.deepEqual(
      [...(await drawnAt(4e9, 4e9, { kind: 'box', box: [0, 0, half, 4e9] }))],
      [1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0],
    );
    const [width, height] = [4, 1e12];
    // The two lower quarters of the second column, in one run.
    assert.deepEqual(
      [...(await drawnAt(width, height, { kind: 'runs', counts: [1.5e12, 0.5e12, 2e12], width, height }))],
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0],
    );
    const polygons = [new Array<number>(2_000_002).fill(1)];
    await assert.rejects(drawnAt(4, 4, { kind: 'polygons', polygons }), /1000001 corners, more than the 1000000/);
  });

  it('decode from text, differences and negative ones included', () => {
    // 5, 2, 40, then 3 = 2 + 1 and 30 = 40 − 10.
    assert.deepEqual(decodedRuns('52X11F'), [5, 2, 40, 3, 30]);
  });
});

describe('coordinates of the original', () => {
  const from = { width: 200, height: 100 };
  const to = { width: 50, height: 50 };
  const corner = (fit: 'fill' | 'cover' | 'contain' | 'corner', resizeShorter: number | null = null): number[] => {
    const source = sourceOf({ fit, resizeShorter }, from, to);
    return [source.row(0), source.column(0), source.row(50), source.column(50)];
  };

  it('follow stretching, cropping and padding', () => {
    assert.deepEqual(corner('fill'), [0, 0, 100, 200]);
    assert.deepEqual(corner('cover'), [0, 50, 100, 150]);
    assert.deepEqual(corner('contain'), [-50, 0, 150, 200]);
    assert.deepEqual(corner('corner'), [0, 0, 200, 200]);
    assert.deepEqual(corner('cover', 100), [25, 75, 75, 125]);
  });
});
