import assert from 'node:assert/strict';
import { deconvnet } from '../../../../src/engine/attribution/gradient/deconvnet';
import { gradCam } from '../../../../src/engine/attribution/cam/grad-cam';
import { gradient } from '../../../../src/engine/attribution/gradient/gradient';
import { guidedBackprop } from '../../../../src/engine/attribution/gradient/guided-backprop';
import { guidedGradCam } from '../../../../src/engine/attribution/gradient/guided-grad-cam';
import { int } from '../../../../src/engine/graph/model';
import { built, randomLayers, total, twoLayerNetwork, weightsOf } from '../../relevance/networks';
import { convolutionalNetwork, explain, gap, noise } from '../perturbation/setup';

describe('guided backpropagation and deconvnet', () => {
  const layers = randomLayers([2, 3, 3], 8, 3, 'rectified');
  const input = noise([1, 2, 3, 3], 'rectified x');
  const passing: [typeof guidedBackprop, (z: number) => boolean][] = [
    [guidedBackprop, (z) => z > 0],
    [deconvnet, () => true],
  ];

  for (const [method, active] of passing) {
    it(`${method.id} passes positive gradients only`, async () => {
      const { map } = await explain(method, twoLayerNetwork(layers), input);
      const expected = new Float64Array(18);
      for (let j = 0; j < 8; j++) {
        const w = weightsOf(layers.hidden, j);
        const z = layers.hiddenBias.data[j] + total(w.map((v, i) => v * input.data[i]));
        if (active(z)) w.forEach((v, i) => (expected[i] += Math.max(0, weightsOf(layers.dense, 0)[j]) * v));
      }
      assert.ok(gap(map.data, expected) < 1e-6);
    });

    it(`${method.id} is the gradient of a network without Relu`, async () => {
      const network = built([1, 2, 3], 2, (b) =>
        b.op('MatMul', [b.op('Flatten', [b.op('Tanh', ['x'])], { axis: int(1) }), b.constant(noise([6, 2], 'smooth'))]),
      );
      const x = noise([1, 1, 2, 3], 'smooth x');
      assert.deepEqual((await explain(method, network, x)).map.data, (await explain(gradient, network, x)).map.data);
    });
  }
});

describe('guided Grad-CAM', () => {
  it('is guided backpropagation times the positive part of Grad-CAM', async () => {
    const [network, input] = [convolutionalNetwork(3, 8), noise([1, 3, 8, 8], 'guided')];
    const options = { layer: 'deep' };
    const { map, layer } = await explain(guidedGradCam, network, input, options);
    const cam = await explain(gradCam, network, input, { ...options, params: { reluAttributions: true } });
    const guided = await explain(guidedBackprop, network, input);
    assert.equal(layer, 'deep');
    assert.ok(
      gap(
        map.data,
        guided.map.data.map((g, i) => g * cam.map.data[i % 64]),
      ) < 1e-7,
    );
    assert.ok(map.data.some((v) => v !== 0));
  });
});
