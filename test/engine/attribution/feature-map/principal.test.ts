import assert from 'node:assert/strict';
import { firstComponent } from '../../../../src/engine/attribution/feature-map/principal';
import type { Features } from '../../../../src/engine/attribution/feature-map/features';
import { Execution } from '../../../../src/engine/session/execution';
import { fixtureNetwork } from '../../relevance/networks';

/** σ u by deflation-free power iteration on M Mᵀ, many steps: slow and plain. */
function brute({ channels, height, width, values }: Features): number[] {
  const positions = height * width;
  const rows = Array.from({ length: positions }, (_, p) =>
    Array.from({ length: channels }, (_, k) => values[k * positions + p]),
  );
  const means = Array.from({ length: channels }, (_, k) => rows.reduce((sum, row) => sum + row[k], 0) / positions);
  const m = rows.map((row) => row.map((v, k) => v - means[k]));
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * b[i], 0);
  let v = Array.from({ length: channels }, (_, k) => 1 + k / channels);
  for (let step = 0; step < 3000; step++) {
    const scores = m.map((row) => dot(row, v));
    const next = v.map((_, k) => scores.reduce((sum, s, p) => sum + s * m[p][k], 0));
    const length = Math.sqrt(dot(next, next));
    v = next.map((x) => x / length);
  }
  const scores = m.map((row) => dot(row, v));
  const sums = rows.map((row) => row.reduce((a, b) => a + b, 0));
  return dot(scores, sums) < 0 ? scores.map((s) => -s) : scores;
}

describe('the first principal component', () => {
  const network = fixtureNetwork('mlp');

  for (const [channels, height, width] of [
    [12, 3, 2],
    [5, 4, 6],
    [1, 3, 3],
    [7, 1, 7],
  ]) {
    it(`of ${channels} channels over ${height} × ${width} positions`, async () => {
      const values = Float32Array.from(
        { length: channels * height * width },
        (_, i) => Math.sin(i * 1.7) + 0.3 * Math.cos(i * i),
      );
      const features = { channels, height, width, values };
      const found = await firstComponent({ network, execution: new Execution() }, features);
      const expected = brute(features);
      found.forEach((value, p) =>
        assert.ok(Math.abs(value - expected[p]) < 1e-6, `${p}: ${value}, not ${expected[p]}`),
      );
    });
  }

  it('of features that do not vary is zero', async () => {
    const features = { channels: 3, height: 2, width: 2, values: new Float32Array(12).fill(2) };
    assert.deepEqual(
      [...(await firstComponent({ network, execution: new Execution() }, features))].map(Math.abs),
      [0, 0, 0, 0],
    );
  });
});
