import assert from 'node:assert/strict';
import { int } from '../../../src/engine/graph/model';
import type { Network } from '../../../src/engine/session/network';
import { floats } from '../../../src/engine/tensor/tensor';
import { classWeights } from '../../../src/engine/trust/class-weights';
import type { TrustSubject } from '../../../src/engine/trust/mark';
import { rivals } from '../../../src/engine/trust/runner-up';
import { built } from '../relevance/networks';

/** Of each class, the second resembles the first, the third hardly. */
const ROWS = [
  [4, 1, 0],
  [4, 1.2, 0.2],
  [0, 3, 1],
  [1, 0, 5],
];

const firstRival = (subject: TrustSubject) => rivals(subject).first;

describe('the runner-up of a map', () => {
  const turned = floats(
    [3, 4],
    [0, 1, 2].flatMap((i) => ROWS.map((row) => row[i])),
  );
  const plain = floats([4, 3], ROWS.flat());
  const layers: Record<string, (isTurned: boolean) => Network> = {
    dense: (isTurned) =>
      built([3, 1, 1], 4, (b) => {
        const flat = b.op('Flatten', ['x'], { axis: int(1) });
        const weight = b.constant(isTurned ? turned : plain);
        const made = isTurned ? b.op('MatMul', [flat, weight]) : b.op('Gemm', [flat, weight], { transB: int(1) });
        return b.op('Add', [made, b.constant(floats([4], [0, 1, 2, 3]))]);
      }),
    convolution: () =>
      built([3, 2, 2], 4, (b) => {
        const made = b.op('Relu', [b.op('Conv', ['x', b.constant(floats([4, 3, 1, 1], ROWS.flat()))])]);
        return b.op('Flatten', [b.op('GlobalAveragePool', [made])], { axis: int(1) });
      }),
  };
  const subject = (network: Network, order: readonly number[]): TrustSubject =>
    ({
      asked: {},
      model: { network, recipe: { labels: [], layers: {} } },
      predicted: { link: 'softmax', predictions: order.map((index) => ({ index, label: `class ${index}` })) },
    }) as unknown as TrustSubject;

  for (const [name, layer] of Object.entries(layers))
    it(`is no near synonym of its class, by the weights of a last ${name}`, async () => {
      for (const isTurned of [false, true]) {
        const network = layer(isTurned);
        assert.equal(classWeights(network.model, network.graph.logits, 4)?.length, 4);
        assert.deepEqual(firstRival(subject(network, [0, 1, 3, 2])), { target: 3 });
        assert.deepEqual(firstRival(subject(network, [2, 0, 1, 3])), { target: 0 });
        assert.deepEqual(firstRival(subject(network, [0, 1])), { target: 1 }, 'a synonym is better than none');
        await network.close();
      }
    });

  it('comes with the least likely class, where that is another', async () => {
    const network = layers.dense(false);
    assert.deepEqual(rivals(subject(network, [0, 1, 3, 2])), { first: { target: 3 }, last: { target: 2 } });
    assert.deepEqual(rivals(subject(network, [0, 1])), { first: { target: 1 } });
    await network.close();
  });

  it('is the likeliest class where the last layer does not tell', async () => {
    const network = built([4, 1, 1], 4, (b) => b.op('Flatten', ['x'], { axis: int(1) }));
    assert.equal(classWeights(network.model, network.graph.logits, 4), undefined);
    assert.deepEqual(firstRival(subject(network, [0, 1, 3])), { target: 1 });
    await network.close();
  });
});
