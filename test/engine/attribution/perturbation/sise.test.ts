import assert from 'node:assert/strict';
import { fused, fusions, scoreWeights } from '../../../../src/engine/attribution/masking/fusion';
import { otsuThreshold } from '../../../../src/engine/attribution/masking/otsu';
import { sise } from '../../../../src/engine/attribution/perturbation/sise';
import { GraphBuilder } from '../../../../src/engine/graph/builder';
import { int, ints } from '../../../../src/engine/graph/model';
import { Execution } from '../../../../src/engine/session/execution';
import { Network } from '../../../../src/engine/session/network';
import { costFacts } from '../../../../src/engine/explanation/methods';
import { completed } from '../../../../src/engine/parameter/values';
import { networkGraph } from '../../../../src/engine/model/network-graph';
import { scoresOf, type Score } from '../../../../src/engine/session/score';
import { resizedMap } from '../../../../src/engine/tensor/resize';
import { floats, type FloatTensor } from '../../../../src/engine/tensor/tensor';
import { convolutionalNetwork, explain, gap, noise } from './setup';

/** The score of an input `[1, 2, 8, 8]` multiplied with a mask over its positions. */
const scoreWith = async (
  network: Network,
  input: FloatTensor,
  score: Score,
  mask: ArrayLike<number>,
): Promise<number> =>
  scoresOf(
    await network.logits(
      floats(
        input.dims,
        input.data.map((v, i) => v * mask[i % 64]),
      ),
      new Execution(),
    ),
    score,
  )[0];

/** Minimum to 0, maximum to 1. */
function stretched(map: Float64Array): Float64Array {
  const [low, high] = [Math.min(...map), Math.max(...map)];
  return map.map((value) => (value - low) / (high - low));
}

/** A cheap network whose only layer `deep` has many channels, each with a positive gradient. */
function broadNetwork(channels: number, size: number): Network {
  const builder = new GraphBuilder();
  builder.input('x', 'float32', ['batch', 1, size, size]);
  builder.op(
    'Conv',
    ['x', builder.constant(noise([channels, 1, 1, 1], 'kernels'))],
    { strides: ints([16, 16]) },
    'deep',
  );
  const mean = builder.op('Flatten', [builder.op('GlobalAveragePool', ['deep'])], { axis: int(1) });
  builder.op(
    'Gemm',
    [mean, builder.constant(floats([2, channels], new Float32Array(2 * channels).fill(1)))],
    { transB: int(1) },
    'logits',
  );
  builder.output('logits', 'logits', 'float32', ['batch', 2]);
  return new Network(networkGraph(builder.build(), { logits: 'logits', batched: true }), { device: 'cpu', threads: 1 });
}

describe('sise', () => {
  it('finds the last map of every resolution by itself, and gives a map in 0..1', async () => {
    const network = convolutionalNetwork(2, 8);
    const input = noise([1, 2, 8, 8], 'input');
    const found = await explain(sise, network, input);
    const named = await explain(sise, network, input, { params: { layers: 'shallow,deep' } });
    assert.deepEqual(found.map.dims, [1, 1, 8, 8]);
    assert.equal(gap(found.map.data, named.map.data), 0);
    assert.ok(Math.max(...found.map.data) === 1 && Math.min(...found.map.data) >= 0);
  });

  it('says what it costs where the last maps are those of the classes, of which the score reads one', async () => {
    const builder = new GraphBuilder();
    builder.input('x', 'float32', ['batch', 3, 8, 8]);
    const strides = ints([2, 2]);
    const early = builder.op('Relu', [
      builder.op('Conv', ['x', builder.constant(noise([6, 3, 2, 2], 'early'))], { strides }),
    ]);
    const classes = builder.op('Relu', [
      builder.op('Conv', [early, builder.constant(noise([40, 6, 2, 2], 'late'))], { strides }, 'classes'),
    ]);
    builder.op('Flatten', [builder.op('GlobalAveragePool', [classes])], {}, 'logits');
    builder.output('logits', 'logits', 'float32', ['batch', 40]);
    const network = new Network(networkGraph(builder.build(), { logits: 'logits', batched: true }), {
      device: 'cpu',
      threads: 1,
    });
    const stated = sise.cost(completed(sise.params, {}), costFacts(network, undefined));
    assert.equal(stated, 2 + 3 + 1);
    await network.close();
  });

  it('keeps only channels whose mean gradient is large enough', async () => {
    const network = convolutionalNetwork(2, 8);
    const { details } = await explain(sise, network, noise([1, 2, 8, 8], 'input'), {
      params: { layers: 'deep', mu: 0.9 },
    });
    const means = (details?.meanGradient0 as { data: Float64Array }).data;
    const selected = details?.selected0 as number[];
    assert.ok(selected.length > 0 && selected.every((c) => means[c] > 0.9 * Math.max(...means)));
  });

  it('weighs layers by the scores of the input masked with their maps, by hand', async () => {
    const network = convolutionalNetwork(2, 8);
    const input = noise([1, 2, 8, 8], 'input');
    const score = { index: 0, kind: 'probability' } as const;
    const { map, details } = await explain(sise, network, input, {
      params: { layers: 'shallow,deep', fusion: 'score' },
      score,
    });
    const maps = [0, 1].map((k) => (details?.[`layerMap${k}`] as { data: Float64Array }).data);
    const empty = await scoreWith(network, input, score, new Float64Array(64));
    const rises: number[] = [];
    for (const one of maps) rises.push(Math.max(0, (await scoreWith(network, input, score, one)) - empty));
    assert.ok(
      rises.every((rise) => rise > 0),
      rises.join(),
    );
    const sum = maps[0].map((v, i) => rises[0] * v + rises[1] * maps[1][i]);
    assert.ok(
      gap(
        map.data,
        sum.map((v) => v / Math.max(...sum)),
      ) < 1e-4,
    );
    assert.ok(
      gap(
        details?.layerWeights as number[],
        rises.map((rise) => rise / (rises[0] + rises[1])),
      ) < 1e-4,
    );
  });

  it('sums the masks of a layer weighted by the scores of the masked inputs, by hand', async () => {
    const network = convolutionalNetwork(2, 8);
    const input = noise([1, 2, 8, 8], 'input');
    const { details } = await explain(sise, network, input, { params: { layers: 'deep' } });
    const [deep] = await network.tensorsOf(input, ['deep'], new Execution());
    const sum = new Float64Array(64);
    for (const channel of details?.selected0 as number[]) {
      const mask = stretched(resizedMap(deep.data.subarray(channel * 16, (channel + 1) * 16), [4, 4], [8, 8]));
      const score = await scoreWith(network, input, { index: 0, kind: 'logit' }, mask);
      const total = mask.reduce((all, v) => all + v, 0);
      mask.forEach((v, i) => (sum[i] += (score * v) / total));
    }
    assert.ok(gap((details?.layerMap0 as { data: Float64Array }).data, stretched(sum)) < 1e-4);
  });

  it('runs a channel’s mask once, whichever threshold selects it', async () => {
    const network = convolutionalNetwork(2, 8);
    const input = noise([1, 2, 8, 8], 'input');
    const execution = new Execution();
    await explain(sise, network, input, { params: { layers: 'deep' } });
    const { details } = await explain(sise, network, input, { params: { layers: 'deep', mu: 0.5 }, execution });
    assert.ok(execution.spent.shared >= (details?.selected0 as number[]).length);
  });

  it('holds the masks of one batch at a time', async () => {
    const held = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    const before = held();
    let most = 0;
    const { details } = await explain(sise, broadNetwork(1024, 224), noise([1, 1, 224, 224], 'input'), {
      report: () => void (most = Math.max(most, held() - before)),
    });
    assert.equal((details?.selected0 as number[]).length, 1024);
    // All masks in double precision would take 411 MB.
    assert.ok(most < 200e6, `${most / 1e6} MB`);
  });

  it('shows maps on the way, and keeps what was run when it is stopped', async () => {
    const network = convolutionalNetwork(2, 8);
    const input = noise([1, 2, 8, 8], 'input');
    const whole = await explain(sise, network, input, { params: { layers: 'shallow,deep' } });
    const stop = new AbortController();
    const maps: FloatTensor[] = [];
    const early = await explain(sise, convolutionalNetwork(2, 8, 3, false), input, {
      params: { layers: 'shallow,deep', fusion: 'score' },
      execution: new Execution(stop.signal),
      report: (_, map) => {
        if (!map) return;
        maps.push(map);
        stop.abort();
      },
    });
    assert.deepEqual(
      maps.map(({ dims }) => dims),
      [[1, 1, 8, 8]],
    );
    assert.match(early.warnings!.join(), /Cancelled: the map rests on 1 of \d+ samples.*first 1 of 2 layers/);
    assert.ok(gap(early.map.data, whole.map.data) > 0.01);
  });

  it('counts all layers alike where it was stopped before it knew what each is worth', async () => {
    const input = noise([1, 2, 8, 8], 'input');
    const stoppedAfter = async (most: number) => {
      const stop = new AbortController();
      const execution = new Execution(stop.signal);
      const run = execution.run.bind(execution);
      let runs = 0;
      execution.run = async (...given) => {
        const outputs = await run(...given);
        if (++runs === most) stop.abort();
        return outputs;
      };
      const result = await explain(sise, convolutionalNetwork(2, 8, 3, false), input, {
        params: { layers: 'shallow,deep', fusion: 'score' },
        score: { index: 0, kind: 'probability' },
        execution,
      });
      return { runs, ...result };
    };
    const { runs, details } = await stoppedAfter(Infinity);
    assert.equal((details?.layerWeights as number[]).length, 2);
    const early = await stoppedAfter(runs - 1);
    assert.equal(early.details?.layerWeights, undefined);
    assert.match(early.warnings!.join(), /All layers count alike/);
  });

  it('refuses a layer without maps', async () => {
    await assert.rejects(
      explain(sise, convolutionalNetwork(1, 8), noise([1, 1, 8, 8], 'i'), { params: { layers: 'logits' } }),
      { code: 'invalid-argument' },
    );
  });

  it('refuses a layer that does not exist', async () => {
    await assert.rejects(
      explain(sise, convolutionalNetwork(1, 8), noise([1, 1, 8, 8], 'i'), { params: { layers: 'nowhere' } }),
      /nowhere/,
    );
  });
});

describe('fusion', () => {
  it("Otsu's threshold separates two groups", () => {
    // The centre of the bin that holds 0.1, the largest value of the lower group.
    assert.equal(otsuThreshold([0, 0.05, 0.1, 0.1, 0.9, 0.95, 1]), 25.5 / 256);
    assert.equal(otsuThreshold([2, 2]), 2);
  });

  it('confines shallow maps to where the deep one is', () => {
    const [otsu, simple] = fusions;
    const maps = [Float64Array.of(0.2, 1, 0.5), Float64Array.of(0, 1, 0.9)];
    assert.ok(gap(fused(maps, otsu), [0, 1, 0.7]) < 1e-12);
    assert.ok(gap(fused(maps, simple), [0, 1, (1.4 * 0.9) / 2]) < 1e-12);
  });

  it('weighs maps by how far they raise the score, and not at all where none does', () => {
    const weights = scoreWeights([3, 2, 0], 1)!;
    assert.ok(gap(weights, [2 / 3, 1 / 3, 0]) < 1e-12);
    assert.equal(scoreWeights([1, 0], 1), undefined);
    const maps = [Float64Array.of(0.2, 1, 0.5), Float64Array.of(0, 1, 0.9)];
    const [, , plain, confined] = fusions;
    assert.ok(gap(fused(maps, plain, [0.75, 0.25]), [0.15, 1, 0.6]) < 1e-12);
    assert.ok(gap(fused(maps, confined, [0.75, 0.25]), [0, 1, 0.6]) < 1e-12);
  });
});
