import assert from 'node:assert/strict';
import { difference, parseColor, type Lab } from '../../src/webview/draw/oklab';
import { palettes, tableSize, type ColorTable } from '../../src/webview/draw/palette';

const middle = (tableSize - 1) / 2;

describe('colour maps', () => {
  for (const { id, diverging, sequential } of palettes) {
    it(`${id}: zero is neutral, and both signs grow darker alike`, () => {
      const [lightness, a, b] = labAt(diverging, middle);
      assert.ok(Math.hypot(a, b) < 0.01, 'the middle has a colour');
      assert.ok(lightness > 0.9);
      for (let step = 64; step <= middle; step += 64) {
        const [low, high] = [labAt(diverging, middle - step), labAt(diverging, middle + step)];
        assert.ok(low[0] < lightness && high[0] < lightness);
        assert.ok(
          Math.abs(low[0] - high[0]) < 0.15,
          `at ${step} the arms differ in lightness by ${Math.abs(low[0] - high[0])}`,
        );
      }
    });

    it(`${id}: equal steps of a positive value look equal, from dark to light`, () => {
      const colors = Array.from({ length: 32 }, (_, i) => labAt(sequential, Math.round((i * (tableSize - 1)) / 31)));
      const steps = colors.slice(1).map((color, i) => difference(colors[i], color));
      assert.ok(
        Math.max(...steps) / Math.min(...steps) < 1.4,
        `steps from ${Math.min(...steps)} to ${Math.max(...steps)}`,
      );
      colors.slice(1).forEach((color, i) => assert.ok(color[0] > colors[i][0], `lightness falls at ${i}`));
    });

    it(`${id}: signs stay apart without red-green and without blue-yellow vision`, () => {
      for (const matrix of [deuteranopia, tritanopia]) {
        const [low, high] = [simulate(diverging, 20, matrix), simulate(diverging, tableSize - 21, matrix)];
        assert.ok(difference(low, high) > 0.12, `the ends differ by ${difference(low, high)}`);
      }
    });
  }
});

/** Machado, Oliveira & Fernandes 2009, severity 1, in linear RGB. */
const deuteranopia = [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881];
const tritanopia = [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039];

function simulate(table: ColorTable, index: number, m: readonly number[]): Lab {
  const linear = rgb(table, index).map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  const seen = [0, 3, 6].map((row) =>
    Math.min(1, Math.max(0, m[row] * linear[0] + m[row + 1] * linear[1] + m[row + 2] * linear[2])),
  );
  return parseColor(
    hex(seen.map((value) => (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055))),
  );
}

function labAt(table: ColorTable, index: number): Lab {
  return parseColor(hex(rgb(table, index)));
}

function rgb(table: ColorTable, index: number): number[] {
  return [...table.slice(index * 3, index * 3 + 3)].map((value) => value / 255);
}

function hex(rgbValues: readonly number[]): string {
  return `#${rgbValues
    .map((value) =>
      Math.round(value * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
