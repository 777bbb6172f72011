import assert from 'node:assert/strict';
import { Draws } from '../../../../src/engine/attribution/draws';
import { gradientShap } from '../../../../src/engine/attribution/gradient/gradient-shap';
import { layerGradientShap } from '../../../../src/engine/attribution/layer/layer-gradient-shap';
import { layerGradientXActivation } from '../../../../src/engine/attribution/layer/layer-gradient-x-activation';
import { GraphBuilder } from '../../../../src/engine/graph/builder';
import { integers } from '../../../../src/engine/tensor/tensor';
import { floats, networkOf } from '../../relevance/networks';
import { explain, gap, noise } from '../perturbation/setup';

/**
 * f = w · tanh(2x), w the first column of the weights, over [1, 1, 2, 3], with the layer h = 2x: its gradient at h is w
 * (1 − tanh²h).
 */
const weights = noise([6, 2], 'weights');
const builder = new GraphBuilder();
builder.input('x', 'float32', ['batch', 1, 2, 3]);
builder.op('Mul', ['x', builder.scalar(2)], {}, 'h');
const flat = builder.op('Reshape', [builder.op('Tanh', ['h']), builder.integers(0, -1)]);
builder.op('MatMul', [flat, builder.constant(weights)], {}, 'logits');
builder.output('logits', 'logits', 'float32', ['batch', 2]);
const network = networkOf(builder.build());

const slope = (h: number, k: number): number => weights.data[2 * k] * (1 - Math.tanh(h) ** 2);

describe('attributions at a layer', () => {
  const input = noise([1, 1, 2, 3], 'x');
  after(() => network.close());

  it('gradient × activation is the product at every element', async () => {
    const { map } = await explain(layerGradientXActivation, network, input, { layer: 'h' });
    assert.ok(
      gap(
        map.data,
        input.data.map((x, k) => 2 * x * slope(2 * x, k)),
      ) < 1e-5,
    );
  });

  for (const noisy of [false, true]) {
    it(`gradient SHAP is the mean over the stored draws, ${noisy ? 'with' : 'without'} noise`, async () => {
      const baselines = noise([2, 1, 2, 3], 'baselines');
      const shifts = noise([4, 1, 2, 3], 'shifts');
      const alphas = [0.1, 0.7, 0.4, 0.9];
      const chosen = [1, 0, 0, 1];
      const given = {
        baselines,
        alphas: floats([4], Float32Array.from(alphas)),
        baselineIndex: integers(chosen),
        ...(noisy ? { noise: shifts } : {}),
      };
      const expected = { layer: new Float64Array(6), input: new Float64Array(6) };
      for (const [i, alpha] of alphas.entries()) {
        for (let k = 0; k < 6; k++) {
          const end = input.data[k] + (noisy ? shifts.data[i * 6 + k] : 0);
          const start = baselines.data[chosen[i] * 6 + k];
          const value = (2 * (end - start) * slope(2 * (alpha * end + (1 - alpha) * start), k)) / 4;
          expected.layer[k] += value;
          expected.input[k] += value;
        }
      }
      const params = { samples: 4, stdev: noisy ? 1 : 0 };
      const atLayer = await explain(layerGradientShap, network, input, {
        layer: 'h',
        params,
        draws: new Draws(0, given),
      });
      assert.ok(gap(atLayer.map.data, expected.layer) < 1e-5);
      // The layer is linear in the input, so that both ask for the same numbers.
      const atInput = await explain(gradientShap, network, input, { params, draws: new Draws(0, given) });
      assert.ok(gap(atInput.map.data, expected.input) < 1e-5);
    });
  }
});
