import assert from 'node:assert/strict';
import { LensError } from '../../../../src/protocol/error';
import { Draws } from '../../../../src/engine/attribution/draws';
import { rise } from '../../../../src/engine/attribution/perturbation/rise';
import { MaskSums } from '../../../../src/engine/attribution/masking/mask-sums';
import { interpolation } from '../../../../src/engine/attribution/masking/interpolation';
import { drawGrid, RiseMasker } from '../../../../src/engine/attribution/masking/rise-masks';
import { Execution } from '../../../../src/engine/session/execution';
import { RandomStream } from '../../../../src/engine/tensor/random';
import { floats, type FloatTensor } from '../../../../src/engine/tensor/tensor';
import { curvedNetwork, explain, gap, linearNetwork, noise } from './setup';

const dims = [2, 9, 7];
const input = noise([1, ...dims], 'input');

/** A stored table of the masks that a seed draws. */
function masksOf(seed: number, samples: number, gridSize: number): FloatTensor {
  const masker = new RiseMasker([9, 7], gridSize);
  const masks = floats([samples, 9, 7]);
  for (let n = 0; n < samples; n++)
    masks.data.set(masker.make(drawGrid(new RandomStream(seed, 'masks', n), [9, 7], gridSize, 0.5)), n * 63);
  return masks;
}

describe('RISE masks', () => {
  it('interpolate between half-pixel centres and hold the ends', () => {
    const { rows, first, second, share } = interpolation(4, 2);
    const cells = [10, 40];
    const values = Array.from(
      { length: rows },
      (_, r) => cells[first[r]] + share[r] * (cells[second[r]] - cells[first[r]]),
    );
    assert.ok(gap(values, [10, 10, 20, 30, 40, 40]) < 1e-9);
  });

  it('have the probability as their mean, at every position', () => {
    const masker = new RiseMasker([8, 8], 4);
    const mean = new Float64Array(64);
    for (let n = 0; n < 4000; n++)
      masker.make(drawGrid(new RandomStream('mean', n), [8, 8], 4, 0.3)).forEach((v, i) => (mean[i] += v / 4000));
    assert.ok(gap(mean, new Float64Array(64).fill(0.3)) < 0.04);
  });
});

describe('rise', () => {
  it('made inside the graph, equals the same masks given whole', async () => {
    const options = { params: { samples: 40, gridSize: 3 } };
    const inside = await explain(rise, curvedNetwork(dims), input, { ...options, draws: new Draws(5) });
    const whole = await explain(rise, curvedNetwork(dims), input, {
      ...options,
      draws: new Draws(5, { masks: masksOf(5, 40, 3) }),
    });
    assert.deepEqual(inside.map.dims, [1, 1, 9, 7]);
    assert.ok(gap(inside.map.data, whole.map.data) < 1e-5);
  });

  it('is the mean score weighted by the masks, in both normalisations', async () => {
    const weights = noise([2, 126], 'weights');
    const masks = masksOf(5, 12, 3);
    const scores = Array.from({ length: 12 }, (_, n) =>
      input.data.reduce((sum, v, i) => sum + weights.data[i] * v * masks.data[n * 63 + (i % 63)], 0),
    );
    const expected = (normal: (weighted: number, plain: number) => number) =>
      Array.from({ length: 63 }, (_, i) =>
        normal(
          scores.reduce((sum, s, n) => sum + s * masks.data[n * 63 + i], 0),
          scores.reduce((sum, _, n) => sum + masks.data[n * 63 + i], 0),
        ),
      );
    const run = (normalization: string) =>
      explain(rise, linearNetwork(dims, weights), input, { params: { normalization }, draws: new Draws(0, { masks }) });
    assert.ok(
      gap(
        (await run('count')).map.data,
        expected((w) => w / 6),
      ) < 1e-5,
    );
    assert.ok(
      gap(
        (await run('maskSum')).map.data,
        expected((w, p) => (p > 0 ? w / p : 0)),
      ) < 1e-4,
    );
  });

  it('shares its forward passes between classes, normalisations and smaller sample counts', async () => {
    const network = curvedNetwork(dims);
    const spent = async (index: number, params: object) => {
      const execution = new Execution();
      const result = await explain(rise, network, input, {
        params: { gridSize: 3, ...params },
        score: { index, kind: 'logit' },
        execution,
      });
      return { forward: Math.round(execution.spent.forward), data: result.map.data };
    };
    const first = await spent(0, { samples: 40 });
    assert.equal(first.forward, 40);
    const other = await spent(1, { samples: 30, normalization: 'count' });
    assert.equal(other.forward, 0);
    const more = await spent(0, { samples: 50 });
    assert.equal(more.forward, 10);
    const fresh = await explain(rise, curvedNetwork(dims), input, { params: { gridSize: 3, samples: 50 } });
    assert.ok(gap(fresh.map.data, more.data) < 1e-6);
  });

  it('repeats with its seed for any batch size', async () => {
    const run = (batched: boolean) =>
      explain(rise, curvedNetwork(dims, 3, batched), input, { params: { samples: 30, gridSize: 3 } });
    assert.ok(gap((await run(true)).map.data, (await run(false)).map.data) < 1e-6);
  });

  it('reports partial maps, and when cancelled keeps what it has, saying on how many masks it rests', async () => {
    const abort = new AbortController();
    const partial: (FloatTensor | undefined)[] = [];
    const report = (_: number, map?: FloatTensor): void => {
      partial.push(map);
      if (partial.length === 3) abort.abort();
    };
    const result = await explain(rise, curvedNetwork(dims, 3, false), input, {
      params: { samples: 500, gridSize: 3 },
      execution: new Execution(abort.signal),
      report,
    });
    assert.ok(partial[0]);
    assert.match(result.warnings!.join(), /3 of 500 samples/);
    const short = await explain(rise, curvedNetwork(dims), input, { params: { samples: 3, gridSize: 3 } });
    assert.ok(gap(result.map.data, short.map.data) < 1e-6);
  });

  it('cancelled before the first batch, it is cancelled', async () => {
    const run = explain(rise, curvedNetwork(dims), input, { execution: new Execution(AbortSignal.abort()) });
    await assert.rejects(run, (e) => e instanceof LensError && e.code === 'cancelled');
  });

  it('explains signals', async () => {
    const signal = noise([1, 1, 20], 'signal');
    const { map } = await explain(rise, linearNetwork([1, 20], noise([2, 20], 'w')), signal, {
      params: { samples: 50, gridSize: 5 },
    });
    assert.deepEqual(map.dims, [1, 1, 20]);
  });
});

describe('mask sums', () => {
  it('estimate the standard error of the mean from independent parts', () => {
    const sums = new MaskSums([1, 1]);
    const stream = new RandomStream('error');
    for (let n = 0; n < 4096; n++) sums.add([1], stream.normal());
    const error = sums.errorPerMaskSum().data[0];
    assert.ok(error > 0.005 && error < 0.035);
  });
});
