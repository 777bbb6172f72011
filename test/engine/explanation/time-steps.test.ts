import assert from 'node:assert/strict';
import { timeSteps } from '../../../src/protocol/time-steps';
import { withTimeStrip } from '../../../src/engine/image/time-strip';

describe('a map along time', () => {
  const data = Float32Array.from({ length: 24 }, (_, i) => (i % 5) - 2);
  /** Of [2, 3, 4], by hand. */
  const at = (c: number, y: number, x: number): number => data[(c * 3 + y) * 4 + x];
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

  it('is the signed sum of everything else at each step', () => {
    assert.deepEqual(timeSteps({ dims: [2, 3, 4], data }, 1), {
      axis: 'row',
      sums: [0, 1, 2].map((y) => sum([0, 1].flatMap((c) => [0, 1, 2, 3].map((x) => at(c, y, x))))),
    });
    assert.deepEqual(timeSteps({ dims: [2, 3, 4], data }, 2), {
      axis: 'column',
      sums: [0, 1, 2, 3].map((x) => sum([0, 1].flatMap((c) => [0, 1, 2].map((y) => at(c, y, x))))),
    });
    const signal = timeSteps({ dims: [2, 12], data }, 1);
    assert.equal(signal.axis, 'step');
    assert.deepEqual(
      signal.sums,
      Array.from({ length: 12 }, (_, k) => data[k] + data[12 + k]),
    );
  });

  it('is drawn below the map: bars up and down from zero, wide enough to be seen', () => {
    const map = { width: 4, height: 3, rgba: new Uint8ClampedArray(48).fill(200) };
    const drawn = withTimeStrip(map, [1, -1, 0, NaN]);
    assert.ok(drawn.width >= 480);
    const color = (u: number, y: number): readonly number[] => {
      const place = 4 * (y * drawn.width + Math.floor(u * drawn.width));
      return [...drawn.rgba.subarray(place, place + 3)];
    };
    const column = (u: number): (readonly number[])[] =>
      Array.from({ length: 90 }, (_, k) => color(u, drawn.height - 110 + k));
    const isRed = ([r, , b]: readonly number[]): boolean => r > b + 60;
    const isBlue = ([r, , b]: readonly number[]): boolean => b > r + 60;
    const [red, blue] = [column(0.2).findIndex(isRed), column(0.45).findIndex(isBlue)];
    assert.ok(red >= 0 && blue > red, `red at ${red}, blue at ${blue}`);
    assert.ok(![...column(0.2)].some(isBlue) && ![...column(0.45)].some(isRed));
    assert.ok(![...column(0.7), ...column(0.95)].some((one) => isRed(one) || isBlue(one)));
  });
});
