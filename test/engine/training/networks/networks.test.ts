import assert from 'node:assert/strict';
import { Execution } from '../../../../src/engine/session/execution';
import { Network } from '../../../../src/engine/session/network';
import { prepareWithoutRunning } from '../../../../src/engine/graph/preparation';
import { networkGraph } from '../../../../src/engine/model/network-graph';
import { withDefaults } from '../../../../src/engine/parameter/values';
import { floats, sizeOf } from '../../../../src/engine/tensor/tensor';
import { NETWORKS } from '../../../../src/engine/training/networks';

const built = (id: string, inputDims: readonly number[], params: object = {}, seed = 1) => {
  const kind = NETWORKS.find((one) => one.id === id)!;
  return kind.build(withDefaults(kind.params, params), { inputDims, classes: 10, seed });
};

/** Numbers that learn. */
const size = ({ model, parameters }: ReturnType<typeof built>): number =>
  parameters.reduce((sum, name) => sum + sizeOf(model.graph.weights.get(name)!.dims), 0);

describe('networks to train', () => {
  for (const { id, of } of NETWORKS)
    for (const inputDims of [
      [1, 40],
      [3, 32, 28],
    ].filter((dims) => of === 'any' || (of === 'images') === (dims.length === 3)))
      it(`${id} gives a logit per class of every input of [${inputDims.join(', ')}]`, async () => {
        const { model } = built(id, inputDims);
        const ready = networkGraph(prepareWithoutRunning(model), { logits: 'logits', classAxis: 1, batched: true });
        const network = new Network(ready, { device: 'cpu', threads: 1 });
        const count = 3 * sizeOf(inputDims);
        const input = floats(
          [3, ...inputDims],
          Float32Array.from({ length: count }, (_, i) => Math.sin(i * i)),
        );
        const { dims, data } = await network.logits(input, new Execution());
        assert.deepEqual(dims, [3, 10]);
        assert.ok(data.every(Number.isFinite));
        assert.notDeepEqual(data.slice(0, 10), data.slice(10, 20));
        await network.close();
      });

  it('are as large as those of the MNIST-1D paper', () => {
    const sizes = ['logistic', 'mlp', 'cnn-1d', 'gru'].map((id) => size(built(id, [1, 40])));
    assert.deepEqual(sizes, [410, 15210, 5210, 5134]);
  });

  it('call the layers of a part after it', () => {
    const names = built('resnet-small', [3, 32, 32]).model.graph.nodes.flatMap(({ outputs }) => outputs);
    const parts = names.map((name) => name.split('.')[0]).filter((name, i, all) => all.indexOf(name) === i);
    assert.deepEqual(parts.slice(-6), ['block1', 'block2', 'block3', 'average1', 'flatten1', 'logits']);
    for (const name of ['conv1', 'block1.conv1', 'block3.shortcut1', 'block3.relu2'])
      assert.ok(names.includes(name), name);
  });

  it('begin with the same weights for a seed, and with others for another', () => {
    const weight = (seed: number) => built('cnn', [3, 32, 32], {}, seed).model.graph.weights.get('conv1.weight')!.bytes;
    assert.deepEqual(weight(1), weight(1));
    assert.notDeepEqual(weight(1), weight(2));
  });

  it('say which input is too small, and which list does not fit', () => {
    assert.throws(() => built('cnn', [3, 4, 4]), /nothing is left of an input of 4 × 4 at pool3/);
    assert.throws(() => built('cnn', [3, 32, 32], { kernels: [3, 3] }), /2 kernels for 3 convolutions/);
    assert.throws(() => built('mlp', [3, 3000, 4000]), /3600 million parameters by dense1.weight/);
    assert.throws(() => built('mlp', [3, 32, 32], { hidden: [0] }), /hidden cannot be 0/);
  });

  it('name the tensor up to which nothing learns', () => {
    const { features, parameters, model } = built('scatnet', [1, 64, 64]);
    assert.equal(features, 'pool1');
    assert.ok(model.graph.nodes.some(({ outputs }) => outputs.includes('pool1')));
    assert.ok(parameters.every((name) => !name.includes('scattering')));
  });
});
