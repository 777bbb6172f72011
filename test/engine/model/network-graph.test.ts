import assert from 'node:assert/strict';
import { GraphBuilder, emptyModel } from '../../../src/engine/graph/builder';
import { float, int, ints, type Model } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { agreesInBatches } from '../../../src/engine/session/batching';
import { Execution } from '../../../src/engine/session/execution';
import { Network } from '../../../src/engine/session/network';
import { networkGraph, type NetworkOptions } from '../../../src/engine/model/network-graph';
import { probabilities, scoresOf } from '../../../src/engine/session/score';
import { floats } from '../../../src/engine/tensor/tensor';

const RUNTIME = { device: 'cpu', threads: 1 } as const;

function built(
  dims: readonly (number | string)[],
  type: 'float32' | 'uint8',
  add: (builder: GraphBuilder) => string,
): Model {
  const builder = new GraphBuilder(emptyModel());
  builder.input('image', type, ['batch', ...dims]);
  builder.output(add(builder), 'logits');
  return withShapes(builder.build());
}

async function opened(
  model: Model,
  options: Partial<NetworkOptions>,
  work: (network: Network) => Promise<void>,
): Promise<void> {
  const network = new Network(networkGraph(model, { logits: 'logits', ...options }), RUNTIME);
  try {
    await work(network);
  } finally {
    await network.close();
  }
}

describe('a network made of a model', () => {
  it('takes channels first whatever the graph takes', async () => {
    // The graph reads [batch, 1, 2, 3] and picks the channel values of the first pixel.
    const model = built([1, 2, 3], 'float32', (b) => {
      const pixel = b.op('Slice', ['image', b.integers(0, 0), b.integers(1, 1), b.integers(1, 2)]);
      return b.op('Reshape', [pixel, b.integers(-1, 3)]);
    });
    await opened(model, { layout: 'nhwc' }, async (network) => {
      assert.deepEqual(network.graph.inputDims, [3, 1, 2]);
      const logits = await network.logits(floats([1, 3, 1, 2], [1, 2, 3, 4, 5, 6]), new Execution());
      assert.deepEqual([...logits.data], [1, 3, 5]);
    });
  });

  it('feeds pixels to a graph of integers', async () => {
    const model = built([2], 'uint8', (b) => b.op('Cast', ['image'], { to: int(1) }));
    await opened(model, {}, async (network) => {
      assert.deepEqual([...(await network.logits(floats([1, 2], [7, 200]), new Execution())).data], [7, 200]);
    });
  });

  it('gives back the probabilities of a model that has nothing before them', async () => {
    const model = built([3], 'float32', (b) => b.op('Identity', ['image']));
    await opened(model, { outputKind: 'probabilities' }, async (network) => {
      const logits = await network.logits(floats([1, 3], [0.7, 0.2, 0.1]), new Execution());
      [0.7, 0.2, 0.1].forEach((p, k) => assert.ok(Math.abs(probabilities(logits.data, logits.dims)[k] - p) < 1e-6));
    });
  });

  it('reads one logit as two classes of opposite sign', async () => {
    const model = built([2], 'float32', (b) =>
      b.op('Gemm', ['image', b.constant(floats([2, 1], [1, -1]))], { alpha: float(1) }),
    );
    await opened(model, {}, async (network) => {
      const logits = await network.logits(floats([1, 2], [3, 1]), new Execution());
      assert.deepEqual(
        [0, 1].map((index) => scoresOf(logits, { index, kind: 'logit' })[0]),
        [-2, 2],
      );
      assert.throws(() => scoresOf(logits, { index: 2, kind: 'logit' }), /no class 2/);
    });
  });

  it('turns scores at positions to classes first', async () => {
    const model = built([2, 2, 3], 'float32', (b) => b.op('Identity', ['image']));
    await opened(model, { layout: 'nhwc' }, async (network) => assert.deepEqual(network.graph.logitsDims, [3, 2, 2]));
  });

  it('knows whether two images together give what each gives alone', async () => {
    const apart = built([4], 'float32', (b) => b.op('Relu', ['image']));
    const mixed = built([4], 'float32', (b) => b.op('Sub', ['image', b.op('ReduceMean', ['image', b.integers(0)])]));
    await opened(apart, {}, async (network) => assert.equal(await agreesInBatches(network), true));
    await opened(mixed, {}, async (network) => assert.equal(await agreesInBatches(network), false));
  });

  it('needs the size of an input that leaves it open', async () => {
    const model = built([3, 'height', 'width'], 'float32', (b) =>
      b.op('Flatten', [b.op('GlobalAveragePool', [b.op('Transpose', ['image'], { perm: ints([0, 1, 3, 2]) })])]),
    );
    assert.throws(() => networkGraph(model, { logits: 'logits' }), /leaves the size of its input image open/);
    const [input] = model.graph.inputs;
    const bare = { ...model, graph: { ...model.graph, inputs: [{ ...input, shape: null }] } };
    assert.throws(() => networkGraph(bare, { logits: 'logits' }), /does not say how many axes its input image has/);
    const short = { ...model, graph: { ...model.graph, inputs: [{ ...input, shape: [5] }] } };
    assert.throws(() => networkGraph(short, { logits: 'logits' }), /input image of the model has the shape \[5\]/);
    assert.deepEqual(networkGraph(model, { logits: 'logits', inputDims: [3, 8, 8] }).inputDims, [3, 8, 8]);
  });
});
