import assert from 'node:assert/strict';
import { occlusion } from '../../../src/engine/attribution/perturbation/occlusion';
import { BASELINES, baselineNamed, type BaselineSource } from '../../../src/engine/baseline';
import { METRICS } from '../../../src/engine/metric';
import { masked } from '../../../src/engine/metric/masking';
import { withDefaults } from '../../../src/engine/parameter/values';
import { RandomStream } from '../../../src/engine/tensor/random';
import { floats } from '../../../src/engine/tensor/tensor';
import { LensError } from '../../../src/protocol/error';
import { linearNetwork, surroundings } from '../attribution/perturbation/setup';
import { subject } from '../metric/subject';

const input = floats([1, 2, 1, 4], [1, 2, 3, 6, -4, 0, 0, 8]);
const source: BaselineSource = {
  input,
  levels: { black: [-2, -1], white: [2, 3] },
  level: 0.25,
  file: floats([2, 4], [8, 7, 6, 5, 4, 3, 2, 1]),
  stream: () => new RandomStream('test'),
};
const unknown = (error: unknown): boolean =>
  error instanceof LensError && error.code === 'invalid-argument' && /there is no \w+ nothing/.test(error.message);

describe('baselines', () => {
  const filled = (first: number, second: number): number[] => [...Array(4).fill(first), ...Array(4).fill(second)];
  const expected: Readonly<Record<string, readonly number[]>> = {
    zeros: filled(0, 0),
    black: filled(-2, -1),
    white: filled(2, 3),
    level: filled(-1, 0),
    minimum: filled(-4, -4),
    mean: filled(3, 1),
    file: [8, 7, 6, 5, 4, 3, 2, 1],
  };
  for (const [id, values] of Object.entries(expected)) {
    it(`${id}: what it says`, () => {
      const { dims, data } = baselineNamed(id, source);
      assert.deepEqual([dims, [...data]], [input.dims, values]);
    });
  }

  it('have the shape of the input, of images and of signals, and are finite', () => {
    for (const { id } of BASELINES)
      for (const dims of [
        [1, 2, 8, 9],
        [1, 2, 12],
      ]) {
        const ramp = floats(
          dims,
          Array.from({ length: dims.reduce((a, b) => a * b) }, (_, i) => Math.sin(i)),
        );
        const made = baselineNamed(id, { ...source, input: ramp, file: ramp });
        assert.deepEqual(made.dims, dims, id);
        assert.ok(made.data.every(Number.isFinite), id);
      }
  });

  it('of an input that is no image are between its smallest and its largest value, and black is refused', () => {
    const signal = { ...source, levels: undefined };
    assert.ok(baselineNamed('level', signal).data.every((v) => v === -1));
    assert.ok(baselineNamed('uniform', signal).data.every((v) => v >= -4 && v <= 8));
    for (const id of ['black', 'white'])
      assert.throws(() => baselineNamed(id, signal), /needs to know how pixels become numbers/);
  });
});

describe('an unknown baseline', () => {
  it('is refused by methods', async () => {
    const network = linearNetwork([2, 1, 4], floats([1, 8]));
    const params = { ...withDefaults(occlusion.params, {}), baseline: 'nothing' as 'zeros' };
    await assert.rejects(async () => occlusion.run({ ...surroundings(network, input), params }), unknown);
  });

  for (const metric of METRICS.filter(({ params }) => params.some(({ name }) => name === 'baseline'))) {
    it(`is refused by ${metric.id}`, async () => {
      const params = { ...withDefaults(metric.params, {}), baseline: 'nothing' };
      await assert.rejects(async () => metric.score(await subject(), params), unknown);
    });
  }
});

describe('an unknown masking', () => {
  it('is refused', () => {
    const params = { convention: 'nothing' as 'multiply', space: 'pixels' as const, percent: 1, threshold: 1 };
    assert.throws(() => masked(input, [1, 1, 1, 1], params, [0]), unknown);
  });
});
