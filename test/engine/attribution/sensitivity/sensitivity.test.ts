import assert from 'node:assert/strict';
import { hsic } from '../../../../src/engine/attribution/perturbation/hsic';
import { hsicScores, quickHsicScores, widthRules } from '../../../../src/engine/attribution/sensitivity/hsic-indices';
import { maskKernels } from '../../../../src/engine/attribution/sensitivity/hsic-kernels';
import { nestedHypercube } from '../../../../src/engine/attribution/sensitivity/nested-hypercube';
import { sobolEstimators } from '../../../../src/engine/attribution/sensitivity/sobol-indices';
import { sobol } from '../../../../src/engine/attribution/perturbation/sobol';
import { withDefaults } from '../../../../src/engine/parameter/values';
import { Execution } from '../../../../src/engine/session/execution';
import { RandomStream } from '../../../../src/engine/tensor/random';
import { floats, type FloatTensor } from '../../../../src/engine/tensor/tensor';
import { convolutionalNetwork, explain, gap, linearNetwork, noise } from '../perturbation/setup';

/** A 4 × 4 input of ones, so that the score is Σ weight · mask over a 2 × 2 grid of cells. */
const input = floats([1, 1, 4, 4], new Float32Array(16).fill(1));
const cellWeights = [4, 2, 1, 0];
const weights = floats(
  [2, 16],
  Float32Array.from({ length: 32 }, (_, i) =>
    i < 16 ? cellWeights[2 * Math.floor(i / 8) + Math.floor((i % 4) / 2)] / 4 : 0,
  ),
);

const points = (count: number, dimensions: number) =>
  nestedHypercube(count, dimensions, (d) => new RandomStream('cube', d));

describe('sobol', () => {
  for (const { id } of sobolEstimators) {
    it(`${id}: cells of an additive score have the indices a²/Σa²`, async () => {
      const { details } = await explain(sobol, linearNetwork([1, 4, 4], weights), input, {
        params: { gridSize: 2, designs: 4096, estimator: id },
      });
      const { data } = details?.indices as { data: Float64Array };
      assert.ok(
        gap(
          data,
          cellWeights.map((a) => (a * a) / 21),
        ) < 0.05,
      );
    });
  }

  it('spends one pass per cell and design, and one more per design', async () => {
    const execution = new Execution();
    const params = withDefaults(sobol.params, { gridSize: 2, designs: 8 });
    const { map } = await explain(sobol, linearNetwork([1, 4, 4], weights), input, { params, execution });
    assert.deepEqual(map.dims, [1, 1, 4, 4]);
    assert.equal(
      Math.round(execution.spent.forward),
      sobol.cost(params, { headShare: 0, layerDims: [], inputDims: [1, 4, 4], stages: [] }),
    );
  });
});

describe('hsic', () => {
  const byHand: Readonly<Record<string, (x: number, other: number) => number>> = {
    binary: (x, other) => (x === other ? 0.5 : -0.5),
    rbf: (x, other) => Math.exp(-2 * (x - other) ** 2),
    sobolev: (x, other) => (x - 0.5) * (other - 0.5) + ((x - other) ** 2 - Math.abs(x - other) + 1 / 6) / 2,
  };
  for (const kernel of maskKernels) {
    it(`equals tr(K H L H)/n with all matrices written out, for the kernel ${kernel.id}`, async () => {
      const n = 12;
      const point = points(n, 3);
      const masks = Array.from({ length: n }, (_, i) => (kernel.binary ? point(i).map(Math.round) : point(i)));
      const outputs = Float64Array.from(noise([n], 'outputs').data);
      const width = widthRules[0].width(outputs);
      const centring = (i: number, j: number): number => (i === j ? 1 : 0) - 1 / n;
      const expected = [0, 1, 2].map((d) => {
        let trace = 0;
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++)
            for (let k = 0; k < n; k++)
              for (let l = 0; l < n; l++) {
                trace +=
                  (1 + byHand[kernel.id](masks[i][d], masks[j][d])) *
                  centring(j, k) *
                  Math.exp(-((outputs[k] - outputs[l]) ** 2) / (2 * width * width)) *
                  centring(l, i);
              }
        return trace / n;
      });
      assert.ok(gap(await hsicScores({ masks, kernel, outputs, width }), expected) < 1e-10);
    });

    it(`ranks cells by how much the score depends on them, by the kernel ${kernel.id}`, async () => {
      const { details } = await explain(hsic, linearNetwork([1, 4, 4], weights), input, {
        params: { gridSize: 2, samples: 256, kernel: kernel.id },
      });
      const { data } = details?.scores as { data: Float64Array };
      assert.ok(data[0] > data[1] && data[1] > data[2] && data[2] > data[3] && data[3] > -1e-9, data.join());
    });
  }

  it('takes the median of all distances between outputs as width', () => {
    for (const n of [2, 3, 4, 5, 8, 41]) {
      const drawn = Float64Array.from(noise([n], 'outputs', n).data);
      // Rounded ones have many equal distances, and distances of zero.
      for (const outputs of [drawn, drawn.map((v) => Math.round(3 * v)), new Float64Array(n).fill(0.1)]) {
        const distances = [...outputs]
          .flatMap((a, i) => [...outputs.subarray(0, i)].map((b) => Math.abs(a - b)))
          .sort((a, b) => a - b);
        const last = distances.length - 1;
        assert.equal(
          widthRules[0].width(outputs),
          (distances[Math.floor(last / 2)] + distances[Math.ceil(last / 2)]) / 2,
        );
      }
    }
  });

  it('holds no matrix over pairs of masks, and lets others in while it adds up', async () => {
    const n = 4000;
    const outputs = Float64Array.from(noise([n], 'outputs').data);
    const masks = Array.from(outputs, (v) => Uint8Array.of(v > 0 ? 1 : 0, 1));
    const before = process.memoryUsage().arrayBuffers;
    const width = widthRules[0].width(outputs);
    let others = 0;
    const timer = setInterval(() => others++, 1);
    const scores = await hsicScores({ masks, kernel: maskKernels[0], outputs, width });
    clearInterval(timer);
    assert.ok(scores[0] > 0.01 && Math.abs(scores[1]) < 1e-12);
    // One matrix of 4000 × 4000 is 128 MB.
    const held = process.memoryUsage().arrayBuffers - before;
    assert.ok(held < 16e6, `${held / 1e6} MB`);
    assert.ok(others > 0);
  });

  it('keeps what was run before a cancellation, and ends at one while it adds up', async () => {
    const network = linearNetwork([1, 4, 4], weights);
    const abort = new AbortController();
    const options = { params: { gridSize: 4, samples: 5000 }, execution: new Execution(abort.signal) };
    const run = explain(hsic, network, input, {
      ...options,
      report: (fraction) => fraction === 1 && setImmediate(() => abort.abort()),
    });
    await assert.rejects(run, (error: { code?: string }) => error.code === 'cancelled');
    const early = new AbortController();
    const kept = await explain(hsic, network, noise([1, 1, 4, 4], 'other'), {
      ...options,
      execution: new Execution(early.signal),
      report: () => early.abort(),
    });
    assert.ok(/Cancelled/.test(kept.warnings!.join()));
  });

  it('shows maps on the way, as those of the masks run so far', async () => {
    const maps: FloatTensor[] = [];
    const options = {
      params: { gridSize: 2, samples: 40 },
      report: (fraction: number, map?: FloatTensor) => void (map && fraction < 1 && maps.push(map)),
    };
    const { map } = await explain(hsic, convolutionalNetwork(1, 8, 3, false), noise([1, 1, 8, 8], 'input'), options);
    assert.ok(
      maps.length > 0 && maps.every(({ dims, data }) => dims.join() === map.dims.join() && data.every(Number.isFinite)),
    );
    const three = {
      masks: [
        [0, 1],
        [1, 0],
        [1, 1],
      ],
      kernel: maskKernels[0],
      outputs: Float64Array.of(1, 2, 4),
      width: 1,
    };
    assert.deepEqual(quickHsicScores(three), await hsicScores(three));
  });

  it('is zero where the score is constant', async () => {
    const { map } = await explain(hsic, linearNetwork([1, 4, 4], weights), input, {
      params: { gridSize: 2, samples: 20 },
      score: { index: 1, kind: 'logit' },
    });
    assert.ok(gap(map.data, new Float32Array(16)) < 1e-12);
  });
});

describe('nested hypercube', () => {
  it('has one of its first 2ᵏ points in each of 2ᵏ intervals of each coordinate', () => {
    const point = points(64, 3);
    for (const count of [1, 2, 4, 8, 16, 32, 64]) {
      const first = Array.from({ length: count }, (_, n) => point(n));
      for (let d = 0; d < 3; d++)
        assert.deepEqual(
          first.map((row) => Math.floor(row[d] * count)).sort((a, b) => a - b),
          [...first.keys()],
        );
    }
  });

  it('of fewer points has the first of more', () => {
    const [few, many] = [points(37, 2), points(100, 2)];
    for (let n = 0; n < 37; n++) assert.deepEqual(few(n), many(n));
  });

  it('orders its coordinates independently', () => {
    const point = points(256, 40);
    const rows = Array.from({ length: 256 }, (_, n) => point(n));
    const likeness = (a: number, b: number): number =>
      (12 * rows.reduce((sum, row) => sum + (row[a] - 0.5) * (row[b] - 0.5), 0)) / 256;
    for (let a = 0; a < 40; a++)
      for (let b = 0; b < a; b++) assert.ok(Math.abs(likeness(a, b)) < 5 / 16, `${a} and ${b}: ${likeness(a, b)}`);
  });
});
