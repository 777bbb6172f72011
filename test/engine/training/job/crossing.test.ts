import assert from 'node:assert/strict';
import { crossingOf } from '../../../../src/engine/training/job/crossing';
import type { NetworkCurve } from '../../../../src/protocol/training-result';

/** A network by its accuracy: a row per size, a number per run. */
function curve(network: string, sizes: readonly number[], accuracies: readonly (readonly number[])[]): NetworkCurve {
  const unknown = { mean: 0, low: 0, high: 0 };
  const points = sizes.map((size, s) => ({
    size,
    f1: unknown,
    accuracy: unknown,
    loss: unknown,
    runs: accuracies[s].map((accuracy) => ({ accuracy, f1: accuracy, loss: 0 })),
  }));
  return { network, points, confusion: [] };
}
const sizes = [100, 400, 1600];

describe('where curves cross', () => {
  const scatnet = curve('scatnet', sizes, [[0.8], [0.85], [0.9]]);

  it('is half way on the logarithmic axis where the differences are equal', () => {
    const { from, low, better, text } = crossingOf(curve('cnn', sizes, [[0.7], [0.8], [0.95]]), scatnet, 'accuracy', 0);
    assert.ok(Math.abs(from! - 800) < 1e-6, String(from));
    assert.equal(low, null);
    assert.equal(better, 'cnn');
    assert.match(
      text,
      /^cnn is better than scatnet in accuracy from about 800 inputs on \(one run, so no interval\)\.$/,
    );
  });

  it('does not depend on which network comes first', () => {
    const cnn = curve('cnn', sizes, [[0.7], [0.8], [0.95]]);
    assert.equal(crossingOf(scatnet, cnn, 'f1', 0).text, crossingOf(cnn, scatnet, 'f1', 0).text);
  });

  it('is nowhere where one is ahead at every size', () => {
    const { from, text } = crossingOf(curve('cnn', sizes, [[0.9], [0.9], [0.95]]), scatnet, 'accuracy', 0);
    assert.equal(from, null);
    assert.match(text, /cnn is better than scatnet in accuracy at every size from 100 to 1600 inputs/);
    const runs = (least: number): number[][] => sizes.map(() => [least, least + 0.1]);
    const always = crossingOf(curve('cnn', sizes, runs(0.8)), curve('scatnet', sizes, runs(0.6)), 'accuracy', 0);
    assert.match(always.text, /at every size from 100 to 1600 inputs \(95 % interval below 100, 2 runs\)\.$/);
  });

  it('is the last one where there are several', () => {
    const { from } = crossingOf(curve('cnn', sizes, [[0.85], [0.8], [0.95]]), scatnet, 'accuracy', 0);
    assert.ok(Math.abs(from! - 800) < 1e-6, String(from));
  });

  it('has an interval from the runs, which may reach beyond the sizes', () => {
    const steady = curve('scatnet', sizes, [Array(6).fill(0.8), Array(6).fill(0.85), Array(6).fill(0.9)]);
    const cnn = curve('cnn', sizes, [
      [0.6, 0.62, 0.7, 0.72, 0.74, 0.7],
      [0.7, 0.78, 0.83, 0.84, 0.8, 0.82],
      [0.93, 0.94, 0.95, 0.95, 0.96, 0.94],
    ]);
    const { from, low, high, text } = crossingOf(cnn, steady, 'accuracy', 0);
    assert.ok(low! < from! && from! < high! && low! > 400 && high! < 1600, text);
    assert.match(text, /95 % interval \d+ to \d+, 6 runs/);
    const unsure = curve('cnn', sizes, [
      [0.6, 0.9, 0.7],
      [0.7, 0.9, 0.8],
      [0.85, 0.99, 0.95],
    ]);
    const three = curve('scatnet', sizes, [Array(3).fill(0.8), Array(3).fill(0.85), Array(3).fill(0.9)]);
    assert.match(crossingOf(unsure, three, 'accuracy', 0).text, /below 100 to above 1600/);
  });
});
