import assert from 'node:assert/strict';
import { lrpComposite } from '../../../src/engine/attribution/relevance/lrp-composite';
import { int, ints, type Model, type Node } from '../../../src/engine/graph/model';
import { weightOf } from '../../../src/engine/graph/weight';
import { composites } from '../../../src/engine/relevance/composites';
import { floats } from '../../../src/engine/tensor/tensor';
import { explain, noise } from '../attribution/perturbation/setup';
import { built, fixtureInput, fixtureNetwork, total } from './networks';

/** The model with every stored bias and every mean of a batch normalisation set to zero. */
function withoutBiases(model: Model): Model {
  const weights = new Map(model.graph.weights);
  const zero = (name: string): string => {
    const { dims } = weights.get(name)!;
    weights.set(`${name}:zero`, weightOf(floats(dims)));
    return `${name}:zero`;
  };
  const stripped = (node: Node): Node => {
    if (['Conv', 'Gemm', 'ConvTranspose'].includes(node.op)) return { ...node, inputs: node.inputs.slice(0, 2) };
    if (node.op !== 'BatchNormalization') return node;
    const [x, gamma, beta, mean, variance] = node.inputs;
    return { ...node, inputs: [x, gamma, zero(beta), zero(mean), variance] };
  };
  return { ...model, graph: { ...model.graph, nodes: model.graph.nodes.map(stripped), weights } };
}

describe('conservation of relevance', () => {
  for (const name of ['resnet-narrow', 'resnet-narrow-bn', 'densenet-narrow', 'inception-narrow', 'mobilenet-narrow']) {
    it(`sums to the logit on ${name} without biases`, async () => {
      const { completeness } = await explain(lrpComposite, fixtureNetwork(name, withoutBiases), fixtureInput(name));
      assert.ok(
        Math.abs(completeness!.sum / completeness!.expected - 1) < 1e-4,
        `${completeness!.sum} of ${completeness!.expected}`,
      );
    });
  }

  for (const name of ['resnet-narrow-bn', 'convnext-narrow', 'unet-tiny', 'cnn-leaky', 'mobilenet-narrow']) {
    it(`sums to the logit on ${name} also with biases, which take no share`, async () => {
      const { completeness } = await explain(lrpComposite, fixtureNetwork(name), fixtureInput(name));
      assert.ok(
        Math.abs(completeness!.sum / completeness!.expected - 1) < 1e-4,
        `${completeness!.sum} of ${completeness!.expected}`,
      );
    });
  }

  it('stays bounded where residual branches cancel, which shares in proportion do not', async () => {
    // The branch is −0.9999 x: the sum is ten thousand times smaller than its terms.
    const network = built([2, 4, 4], 2, (b) => {
      const kernel = floats([2, 2, 1, 1], [-0.9999, 0, 0, -0.9999]);
      const sum = b.op('Relu', [b.op('Add', ['x', b.op('Conv', ['x', b.constant(kernel)])])]);
      return b.op('Gemm', [b.op('Flatten', [sum], { axis: int(1) }), b.constant(noise([2, 32], 'cancelling'))], {
        transB: int(1),
      });
    });
    const input = noise([1, 2, 4, 4], 'cancelling input');
    const size = async (composite: string) => {
      const { map, completeness } = await explain(lrpComposite, network, input, { params: { composite, gamma: 0 } });
      return { size: total(map.data.map(Math.abs)), completeness: completeness! };
    };
    const [own, proportional] = [await size('Conserving'), await size('EpsilonPlus')];
    assert.ok(Math.abs(own.completeness.sum / own.completeness.expected - 1) < 1e-4);
    assert.ok(proportional.size > 100 * own.size, `${proportional.size} and ${own.size}`);
  });

  for (const { id } of composites) {
    it(`${id} runs on a transformer and on a signal`, async () => {
      for (const name of id === 'Conserving' || id === 'EpsilonGammaBox' ? ['vit-tiny', 'cnn-1d'] : ['cnn-1d']) {
        const { map } = await explain(lrpComposite, fixtureNetwork(name), fixtureInput(name), {
          params: { composite: id },
        });
        assert.ok(map.data.every(Number.isFinite) && map.data.some((v) => v !== 0), name);
      }
    });
  }

  for (const [kind, group, filters] of [
    ['dense', 1, 4],
    ['grouped', 2, 4],
    ['depthwise', 4, 4],
    ['doubled depthwise', 4, 8],
  ] as const) {
    it(`spreads evenly what a bias alone made: ${kind}`, async () => {
      // The input is zero: every unit owes its value to its bias.
      const network = built([4, 5, 4], 2, (b) => {
        const kernel = b.constant(noise([filters, 4 / group, 3, 3], kind));
        const bias = b.constant(floats([filters], new Float32Array(filters).fill(0.5)));
        const units = b.op('Relu', [
          b.op('Conv', ['x', kernel, bias], { group: int(group), strides: ints([2, 2]), pads: ints([1, 1, 1, 1]) }),
        ]);
        return b.op(
          'Gemm',
          [b.op('Flatten', [units], { axis: int(1) }), b.constant(noise([2, filters * 6], kind, 'dense'))],
          { transB: int(1) },
        );
      });
      const { map, completeness } = await explain(lrpComposite, network, floats([1, 4, 5, 4]));
      assert.ok(
        Math.abs(completeness!.sum / completeness!.expected - 1) < 1e-4,
        `${completeness!.sum} of ${completeness!.expected}`,
      );
      if (group === 1) for (let i = 0; i < 80; i++) assert.ok(Math.abs(map.data[i] - map.data[i % 20]) < 1e-6);
    });
  }

  it('hands the whole relevance to each branch where sums are not divided', async () => {
    const network = built([1, 2, 2], 2, (b) => {
      const sum = b.op('Add', ['x', b.op('Relu', ['x'])]);
      return b.op('Gemm', [b.op('Flatten', [sum], { axis: int(1) }), b.constant(noise([2, 4], 'whole'))], {
        transB: int(1),
      });
    });
    const input = floats([1, 1, 2, 2], [1, 2, 3, 4]);
    const run = (sumCanonizer: boolean) =>
      explain(lrpComposite, network, input, { params: { composite: 'EpsilonPlus', sumCanonizer } });
    const [divided, whole] = [await run(true), await run(false)];
    divided.map.data.forEach((r, i) => assert.ok(Math.abs(whole.map.data[i] - 2 * r) < 1e-4 * Math.abs(r) + 1e-5));
  });
});
