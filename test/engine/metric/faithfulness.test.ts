import { strict as assert } from 'node:assert';
import { measureFaithfulness } from '../../../src/engine/metric/faithfulness-correlation';
import { measureInfidelity } from '../../../src/engine/metric/infidelity';
import { sensitivityRatios } from '../../../src/engine/metric/max-sensitivity';
import { areaUnder, perturbationCurve } from '../../../src/engine/metric/perturbation-curve';
import { harmonicMean, measureAdcc } from '../../../src/engine/metric/adcc';
import { resemblance } from '../../../src/engine/metric/parameter-randomisation';
import { RandomStream } from '../../../src/engine/tensor/random';
import { floats } from '../../../src/engine/tensor/tensor';
import { close } from '../statistics/close';
import { inputTimes, linear } from './subject';

const WEIGHTS = [0.5, -1, 2, 0.25, 1, 3, -0.5, 0.75];
const INPUT = floats([1, 2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
const CLEAN = WEIGHTS.reduce((sum, w, i) => sum + w * INPUT.data[i], 0);

describe('perturbation curves', () => {
  it('exchange the largest positions first, all channels together, and end with what is left', async () => {
    const scorer = linear([1]);
    const options = { map: [0.1, 0.9, 0.5, 0.9], step: 3, scorer, batch: 2 };
    const deleted = await perturbationCurve({
      ...options,
      from: INPUT,
      to: floats(INPUT.dims),
      clean: { score: 36, at: 'start' },
    });
    assert.deepEqual([...deleted], [36, 6, 0]);
    const inserted = await perturbationCurve({
      ...options,
      from: floats(INPUT.dims),
      to: INPUT,
      clean: { score: 36, at: 'end' },
    });
    assert.deepEqual([...inserted], [0, 30, 36]);
    assert.equal(scorer.inputs, 4);
  });

  it('have the mean of their trapezoids as area', () => {
    assert.equal(areaUnder([1, 0.5, 0]), 0.5);
    assert.equal(areaUnder([2, 2, 2, 2]), 2);
  });
});

describe('infidelity', () => {
  const stream = new RandomStream(3);
  const draws = Array.from({ length: 20 }, () => Float32Array.from({ length: 8 }, () => stream.normal()));
  const options = {
    samples: 20,
    perturb: (k: number, target: Float32Array) => target.set(draws[k]),
    scorer: linear(WEIGHTS),
    clean: CLEAN,
    batch: 7,
  };

  it("vanishes for a linear model's gradient", async () => {
    const { infidelity } = await measureInfidelity(INPUT, floats(INPUT.dims, WEIGHTS), options);
    assert.ok(infidelity < 1e-10, String(infidelity));
  });

  it('forgives the scale only when normalised', async () => {
    const { infidelity, normalised } = await measureInfidelity(
      INPUT,
      floats(
        INPUT.dims,
        WEIGHTS.map((w) => 3 * w),
      ),
      options,
    );
    assert.ok(infidelity > 1);
    assert.ok(normalised < 1e-10);
  });
});

describe('faithfulness correlation', () => {
  const subsets = [
    [0, 1],
    [2, 5],
    [3, 4],
    [6, 7],
    [1, 5],
  ];

  it("is one for a linear model's own contributions", async () => {
    const contributions = WEIGHTS.map((w, i) => w * INPUT.data[i]);
    const result = await measureFaithfulness(INPUT, contributions, {
      runs: 5,
      subset: (k) => subsets[k],
      baseline: floats(INPUT.dims),
      scorer: linear(WEIGHTS),
      clean: CLEAN,
      batch: 2,
    });
    close(result.correlation, 1, 1e-6);
    result.attributionSums.forEach((sum, k) => close(result.scoreDrops[k], sum, 1e-5));
  });

  it('repeats a map for every channel', async () => {
    const map = [1, 2, 3, 4];
    const { attributionSums } = await measureFaithfulness(INPUT, map, {
      runs: 5,
      subset: (k) => subsets[k],
      baseline: floats(INPUT.dims),
      scorer: linear(WEIGHTS),
      clean: CLEAN,
      batch: 9,
    });
    assert.deepEqual([...attributionSums], [3, 5, 5, 7, 4]);
  });
});

describe('sensitivity', () => {
  it('is the relative change of the explanation', async () => {
    const noise = (sample: number, target: Float32Array): void => void target.fill(sample);
    const ratios = await sensitivityRatios(
      INPUT,
      floats(
        INPUT.dims,
        INPUT.data.map((v) => 5 * v),
      ),
      { samples: 3, noise, explain: inputTimes(5), batch: 2 },
    );
    [0, Math.sqrt(8 / 204), 2 * Math.sqrt(8 / 204)].forEach((want, k) => close(ratios[k], want, 1e-6));
  });
});

describe('ADCC', () => {
  it('is the harmonic mean of its parts', () => {
    close(harmonicMean({ coherency: 0.5, complexity: 0.5, averageDrop: 0.5 }), 0.5);
    close(harmonicMean({ coherency: 1, complexity: 0.5, averageDrop: 0 }), 0.75);
  });

  it('measures each part', async () => {
    const parts = await measureAdcc(INPUT, INPUT, {
      explain: async (x) => x,
      probability: linear([0.01]),
      clean: 0.36,
    });
    // Channel sums 6, 8, 10, 12 scale to 0, 1/3, 2/3, 1; masked sums 0, 8/3, 20/3, 12.
    close(parts.complexity, 0.5, 1e-6);
    close(parts.averageDrop, 1 - (0 + 8 / 3 + 20 / 3 + 12) / 36, 1e-6);
    assert.ok(parts.coherency > 0.98 && parts.coherency < 1);
  });
});

describe('parameter randomisation', () => {
  const wave = (speed: number) =>
    floats(
      [1, 2, 9, 10],
      Array.from({ length: 180 }, (_, i) => Math.sin(speed * i * i)),
    );

  it('finds a map identical to itself and little like another', () => {
    const same = resemblance(wave(1), wave(1));
    for (const value of Object.values(same)) close(value, 1, 1e-9);
    const other = resemblance(wave(1), wave(0.37));
    for (const value of Object.values(other)) assert.ok(Math.abs(value) < 0.5, String(value));
  });

  it('leaves out structure where maps are smaller than the window', () => {
    const { ssim2d, pearson } = resemblance(INPUT, INPUT);
    assert.ok(Number.isNaN(ssim2d));
    close(pearson, 1);
  });
});
