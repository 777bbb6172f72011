import assert from 'node:assert/strict';
import { fullgrad } from '../../../../src/engine/attribution/gradient/fullgrad';
import type { FloatTensor } from '../../../../src/engine/tensor/tensor';
import { int, ints } from '../../../../src/engine/graph/model';
import {
  built,
  fixtureInput,
  fixtureNetwork,
  floats,
  randomLayers,
  twoLayerNetwork,
  weightsOf,
} from '../../relevance/networks';
import { explain, gap, noise } from '../perturbation/setup';

const scaled = (values: number[]): number[] => {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.map((v) => (v - low) / (1e-7 + high - low));
};

describe('FullGrad', () => {
  for (const name of ['resnet-narrow-bn', 'densenet-narrow', 'inception-narrow', 'cnn-1d', 'mlp']) {
    it(`input and bias terms add up to the logit of the Relu network ${name}`, async () => {
      const { completeness, map } = await explain(fullgrad, fixtureNetwork(name), fixtureInput(name));
      assert.ok(
        Math.abs(completeness!.sum - completeness!.expected) < 1e-4,
        `${completeness!.sum} of ${completeness!.expected}`,
      );
      assert.ok(map.data.every((v) => v >= 0));
    });
  }

  it('is the sum of the scaled channels of |x · gradient| where biases have no places', async () => {
    const layers = randomLayers([2, 3, 3], 5, 2, 'fullgrad');
    const input = noise([1, 2, 3, 3], 'fullgrad x');
    const { map, details } = await explain(fullgrad, twoLayerNetwork(layers), input);
    const gradient = new Float64Array(18);
    for (let j = 0; j < 5; j++) {
      const w = weightsOf(layers.hidden, j);
      const z = w.reduce((sum, v, i) => sum + v * input.data[i], layers.hiddenBias.data[j]);
      if (z > 0) w.forEach((v, i) => (gradient[i] += v * layers.dense.data[j]));
    }
    const products = Array.from(gradient, (g, i) => Math.abs(g * input.data[i]));
    const [first, second] = [scaled(products.slice(0, 9)), scaled(products.slice(9))];
    assert.deepEqual(map.dims, [1, 1, 3, 3]);
    assert.ok(
      gap(
        map.data,
        first.map((v, i) => v + second[i]),
      ) < 1e-4,
    );
    assert.ok(gap((details!.cam as FloatTensor).data, scaled(Array.from(map.data))) < 1e-5);
  });

  it('shows volumes: planes enlarged, then what lies between them', async () => {
    // A convolution with stride 2 whose bias is all there is: its map is enlarged from 2 × 2 × 2.
    const network = built([1, 4, 4, 4], 2, (b) => {
      const kernel = b.constant(noise([2, 1, 2, 2, 2], 'volume kernel'));
      const conv = b.op('Conv', ['x', kernel, b.constant(floats([2], [0.7, -0.4]))], { strides: ints([2, 2, 2]) });
      return b.op('MatMul', [b.op('Flatten', [conv], { axis: int(1) }), b.constant(noise([16, 2], 'volume dense'))]);
    });
    const { map, completeness } = await explain(fullgrad, network, floats([1, 1, 4, 4, 4]), {
      score: { index: 1, kind: 'logit' },
    });
    assert.ok(Math.abs(completeness!.sum - completeness!.expected) < 1e-5);
    assert.deepEqual(map.dims, [1, 1, 4, 4, 4]);
    const dense = noise([16, 2], 'volume dense').data;
    const coarse = [0.7, -0.4]
      .map((bias, c) => scaled(Array.from({ length: 8 }, (_, p) => Math.abs(bias * dense[2 * (8 * c + p) + 1]))))
      .reduce((a, b) => a.map((v, p) => v + b[p]));
    // Half-pixel centres: the outer places take the nearest value, the inner ones ¾ of it and ¼ of the other.
    const near = [1, 0.75, 0.25, 0];
    const at = (z: number, y: number, x: number): number =>
      coarse.reduce((sum, v, p) => {
        const share = (k: number, bit: number) => (bit ? 1 - near[k] : near[k]);
        return sum + v * share(z, p >> 2) * share(y, (p >> 1) & 1) * share(x, p & 1);
      }, 0);
    for (const [z, y, x] of [
      [0, 0, 0],
      [1, 2, 3],
      [3, 1, 2],
      [2, 2, 2],
      [0, 3, 1],
    ])
      assert.ok(Math.abs(map.data[16 * z + 4 * y + x] - at(z, y, x)) < 1e-5);
  });

  it('is empty, not broken, where nothing depends on the input', async () => {
    const layers = { ...randomLayers([1, 2, 2], 3, 2, 'dead'), dense: floats([2, 3]) };
    const { map } = await explain(fullgrad, twoLayerNetwork(layers), noise([1, 1, 2, 2], 'dead x'));
    assert.deepEqual(Array.from(map.data), [0, 0, 0, 0]);
  });
});
