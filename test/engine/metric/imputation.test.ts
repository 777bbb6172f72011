import { strict as assert } from 'node:assert';
import { impute } from '../../../src/engine/metric/imputation/imputation';
import { removedAt, removalMap, roadCombined } from '../../../src/engine/metric/road';
import { sorted } from '../../../src/engine/statistics/values';
import { RandomStream } from '../../../src/engine/tensor/random';

/** The same system, row by row as defined, solved by elimination. */
function eliminated(plane: Float32Array, unknown: Uint8Array, height: number, width: number): Float64Array {
  const index = Array.from(unknown.keys()).filter((i) => unknown[i]);
  const rows = index.map((i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    const coefficients = new Float64Array(index.length + 1);
    let total = 0;
    for (const [dy, dx] of [
      [-1, -1],
      [-1, 0],
      [-1, 1],
      [0, -1],
      [0, 1],
      [1, -1],
      [1, 0],
      [1, 1],
    ]) {
      const [r, c] = [row + dy, column + dx];
      if (r < 0 || c < 0 || r >= height || c >= width) continue;
      const weight = dy && dx ? 1 / 12 : 1 / 6;
      total += weight;
      const j = r * width + c;
      if (unknown[j]) coefficients[index.indexOf(j)] -= weight;
      else coefficients[index.length] += weight * plane[j];
    }
    coefficients[index.indexOf(i)] += total;
    return coefficients.map((v) => v / total);
  });
  for (let k = 0; k < rows.length; k++)
    for (let r = 0; r < rows.length; r++) {
      if (r === k || rows[r][k] === 0) continue;
      const factor = rows[r][k] / rows[k][k];
      for (let c = k; c <= rows.length; c++) rows[r][c] -= factor * rows[k][c];
    }
  const solution = Float64Array.from(plane);
  index.forEach((i, k) => (solution[i] = rows[k][rows.length] / rows[k][k]));
  return solution;
}

function agree(height: number, width: number, isUnknown: (row: number, column: number) => boolean): void {
  const stream = new RandomStream('imputation', height, width);
  const unknown = Uint8Array.from({ length: height * width }, (_, i) =>
    Number(isUnknown(Math.floor(i / width), i % width)),
  );
  const planes = Float32Array.from({ length: 2 * unknown.length }, () => stream.normal());
  const got = impute(planes, unknown, width);
  for (const plane of [0, 1]) {
    const start = plane * unknown.length;
    eliminated(planes.subarray(start, start + unknown.length), unknown, height, width).forEach((want, i) => {
      assert.ok(
        Math.abs(got[start + i] - want) < 1e-5,
        `${height} × ${width}, plane ${plane}, ${i}: ${got[start + i]}, want ${want}`,
      );
    });
  }
}

describe('linear imputation', () => {
  it('agrees with elimination on scattered pixels', () => {
    const stream = new RandomStream('scattered');
    for (const [height, width] of [
      [12, 12],
      [7, 16],
      [13, 9],
    ])
      agree(height, width, () => stream.uniform() < 0.6);
  });

  it('agrees with elimination on one large hole, a corner hole and a border strip', () => {
    agree(16, 15, (row, column) => row > 1 && row < 14 && column > 1 && column < 13);
    agree(14, 17, (row, column) => row < 9 && column < 11);
    agree(11, 12, (row) => row < 8);
  });

  it('agrees with elimination where a single pixel is known, and on lines', () => {
    agree(9, 9, (row, column) => row !== 8 || column !== 0);
    agree(1, 20, (_, column) => column > 3 && column !== 12);
    agree(20, 1, (row) => row % 5 !== 2);
  });

  it('leaves known pixels as they are and knows what to do where none is', () => {
    const plane = Float32Array.of(1, 2, 3, 6);
    assert.deepEqual([...impute(plane, [0, 0, 0, 0], 2)], [1, 2, 3, 6]);
    assert.deepEqual([...impute(plane, [1, 1, 1, 1], 2)], [3, 3, 3, 3]);
  });
});

describe('ROAD', () => {
  it('keeps the named percentage, from either end of the map', () => {
    const map = Float32Array.from({ length: 101 }, (_, i) => i / 100);
    const removed = (order: 'mostRelevantFirst' | 'leastRelevantFirst', p: number): number[] => {
      const by = removalMap(map, order);
      const gone = removedAt(by, sorted(by), p);
      return Array.from(gone.keys()).filter((i) => gone[i]);
    };
    assert.deepEqual(
      removed('mostRelevantFirst', 80),
      Array.from({ length: 21 }, (_, k) => 80 + k),
    );
    assert.deepEqual(
      removed('leastRelevantFirst', 80),
      Array.from({ length: 21 }, (_, k) => k),
    );
  });

  it('combines half the difference of both orders', () => {
    assert.equal(roadCombined(Float64Array.of(-0.5, -0.25), Float64Array.of(0.5, -0.25)), 0.25);
  });
});
