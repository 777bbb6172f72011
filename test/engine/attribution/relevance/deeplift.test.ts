import assert from 'node:assert/strict';
import { deeplift } from '../../../../src/engine/attribution/relevance/deeplift';
import { deepliftShap } from '../../../../src/engine/attribution/relevance/deeplift-shap';
import { Draws } from '../../../../src/engine/attribution/draws';
import { int, ints } from '../../../../src/engine/graph/model';
import { concatenated, floats, row, type FloatTensor } from '../../../../src/engine/tensor/tensor';
import {
  built,
  fixtureInput,
  fixtureNetwork,
  randomLayers,
  total,
  twoLayerNetwork,
  weightsOf,
} from '../../relevance/networks';
import { explain, gap, noise } from '../perturbation/setup';

const assertComplete = (completeness: { sum: number; expected: number } | undefined, tolerance = 1e-4) =>
  assert.ok(
    Math.abs(completeness!.sum - completeness!.expected) < tolerance * Math.max(1, Math.abs(completeness!.expected)),
    `${completeness!.sum}, not ${completeness!.expected}`,
  );

describe('DeepLIFT', () => {
  for (const name of [
    'vit-tiny',
    'convnext-narrow',
    'mobilenet-narrow',
    'cnn-leaky',
    'unet-tiny',
    'densenet-narrow',
    'cnn-softmax',
  ]) {
    it(`loses nothing of the difference on ${name}`, async () => {
      assertComplete(
        (await explain(deeplift, fixtureNetwork(name), fixtureInput(name), { params: { baseline: 'normal' } }))
          .completeness,
        1e-3,
      );
    });
  }

  it('equals the rescale rule written out', async () => {
    const layers = randomLayers([2, 3, 3], 6, 3, 'deeplift');
    const [input, baseline] = [noise([1, 2, 3, 3], 'x'), noise([1, 2, 3, 3], 'b')];
    const { map } = await explain(deeplift, twoLayerNetwork(layers), input, {
      draws: new Draws(0, { baseline }),
      score: { index: 2, kind: 'logit' },
    });
    const expected = new Float64Array(18);
    for (let j = 0; j < 6; j++) {
      const w = weightsOf(layers.hidden, j);
      const [z, z0] = [input, baseline].map(
        ({ data }) => layers.hiddenBias.data[j] + total(w.map((v, i) => v * data[i])),
      );
      const slope = (Math.max(z, 0) - Math.max(z0, 0)) / (z - z0);
      w.forEach(
        (v, i) => (expected[i] += weightsOf(layers.dense, 2)[j] * slope * v * (input.data[i] - baseline.data[i])),
      );
    }
    assert.ok(gap(map.data, expected) < 1e-5);
  });

  /** Relu, overlapping max-pooling with padding, and a dense layer. */
  const pooled = (kernel: number, stride: number) =>
    built([2, 6, 6], 2, (b) => {
      const relu = b.op('Relu', [
        b.op('Conv', ['x', b.constant(noise([4, 2, 3, 3], 'kernel'))], { pads: ints([1, 1, 1, 1]) }),
      ]);
      const pool = b.op('MaxPool', [relu], {
        kernel_shape: ints([kernel, kernel]),
        strides: ints([stride, stride]),
        pads: ints([1, 1, 1, 1]),
      });
      const global = b.op('GlobalMaxPool', [pool]);
      const both = b.op('Add', [pool, global]);
      return b.op('MatMul', [
        b.op('Reshape', [both, b.integers(0, -1)]),
        b.constant(noise([4 * (((8 - kernel) / stride + 1) | 0) ** 2, 2], 'dense')),
      ]);
    });
  for (const [kernel, stride] of [
    [3, 1],
    [3, 2],
    [2, 2],
  ]) {
    it(`is exact where Relu is followed by max-pooling of ${kernel} by ${stride}`, async () => {
      const input = noise([1, 2, 6, 6], 'pooled');
      assertComplete(
        (await explain(deeplift, pooled(kernel, stride), input, { params: { baseline: 'uniform' } })).completeness,
      );
      assertComplete((await explain(deeplift, pooled(kernel, stride), input)).completeness);
    });
  }

  for (const op of ['ReduceMax', 'ReduceMin']) {
    it(`is exact through ${op} over positions`, async () => {
      const network = built([2, 6, 6], 4, (b) =>
        b.op(op, [b.op('Conv', ['x', b.constant(noise([4, 2, 3, 3], 'kernel'))], {}), b.integers(2, 3)], {
          keepdims: int(0),
        }),
      );
      assertComplete(
        (await explain(deeplift, network, noise([1, 2, 6, 6], 'reduced'), { params: { baseline: 'uniform' } }))
          .completeness,
      );
    });
  }

  it('is exact where many places tie for the maximum', async () => {
    const tied = floats(
      [1, 2, 6, 6],
      Float32Array.from({ length: 72 }, (_, i) => (i % 2 ? 1 : -1)),
    );
    assertComplete(
      (
        await explain(deeplift, pooled(3, 1), tied, {
          draws: new Draws(0, { baseline: floats([1, 2, 6, 6], new Float32Array(72).fill(0.5)) }),
        })
      ).completeness,
    );
  });

  it('is exact through products, quotients and softmax of the input', async () => {
    const network = built([1, 3, 4], 2, (b) => {
      const rows = b.op('Reshape', ['x', b.integers(0, 3, 4)]);
      const scores = b.op('MatMul', [rows, b.op('Transpose', [rows], { perm: ints([0, 2, 1]) })]);
      const mixed = b.op('MatMul', [b.op('Softmax', [scores], { axis: int(-1) }), rows]);
      const quotient = b.op('Div', [mixed, b.op('Add', [b.op('Exp', [rows]), b.scalar(0.1)])]);
      const product = b.op('Mul', [quotient, b.op('Tanh', [rows])]);
      return b.op('MatMul', [b.op('Reshape', [product, b.integers(0, -1)]), b.constant(noise([12, 2], 'products'))]);
    });
    for (const baseline of ['zeros', 'uniform', 'mean'])
      assertComplete(
        (await explain(deeplift, network, noise([1, 1, 3, 4], 'products x'), { params: { baseline } })).completeness,
      );
  });

  it('takes graphs whose nodes have no names', async () => {
    const nameless = fixtureNetwork('cnn-1d', (model) => ({
      ...model,
      graph: { ...model.graph, nodes: model.graph.nodes.map((node) => ({ ...node, name: '' })) },
    }));
    assertComplete((await explain(deeplift, nameless, fixtureInput('cnn-1d'))).completeness);
  });

  it('stays bounded where the softmax of the baseline is saturated elsewhere', async () => {
    const network = built([1, 1, 3], 3, (b) =>
      b.op('Softmax', [b.op('Reshape', ['x', b.integers(0, -1)])], { axis: int(1) }),
    );
    const baseline = floats([1, 1, 1, 3], [200, -200, 0]);
    const { map, completeness } = await explain(deeplift, network, floats([1, 1, 1, 3], [-300, 300, 0]), {
      draws: new Draws(0, { baseline }),
      score: { index: 1, kind: 'logit' },
    });
    assertComplete(completeness);
    assert.ok(
      map.data.every((v) => Math.abs(v) <= 1.5),
      map.data.join(),
    );
  });
});

describe('DeepLIFT SHAP', () => {
  const network = twoLayerNetwork(randomLayers([2, 3, 3], 6, 3, 'shap'));
  const input = noise([1, 2, 3, 3], 'shap x');

  it('is the mean of DeepLIFT over the baselines', async () => {
    const baselines = concatenated(Array.from({ length: 3 }, (_, i) => noise([1, 2, 3, 3], 'shap b', i)));
    const { map, details } = await explain(deepliftShap, network, input, { draws: new Draws(0, { baselines }) });
    const singles: FloatTensor[] = [];
    for (let i = 0; i < 3; i++)
      singles.push(
        (await explain(deeplift, network, input, { draws: new Draws(0, { baseline: row(baselines, i) }) })).map,
      );
    assert.ok(
      gap(
        map.data,
        map.data.map((_, k) => total(singles.map((s) => s.data[k])) / 3),
      ) < 1e-6,
    );
    assert.ok((details!.convergenceDeltas as FloatTensor).data.every((delta) => Math.abs(delta) < 1e-4));
  });

  it('draws other baselines for another seed, and the same for the same', async () => {
    const maps = await Promise.all(
      [1, 1, 2].map(
        async (seed) =>
          (await explain(deepliftShap, network, input, { draws: new Draws(seed), params: { samples: 4 } })).map.data,
      ),
    );
    assert.deepEqual(maps[0], maps[1]);
    assert.ok(gap(maps[0], maps[2]) > 1e-3);
  });
});
