import { strict as assert } from 'node:assert';
import type { Model, Node } from '../../../src/engine/graph/model';
import { floatsOf, weightOf } from '../../../src/engine/graph/weight';
import { randomisedGraphs } from '../../../src/engine/metric/randomised-graphs';
import type { NetworkGraph } from '../../../src/engine/session/graph';
import { mean, standardDeviation } from '../../../src/engine/statistics/values';
import { floats, integers } from '../../../src/engine/tensor/tensor';

const node = (op: string, inputs: string[], output: string): Node => ({
  name: `/${output}`,
  op,
  domain: '',
  inputs,
  outputs: [output],
  attributes: {},
});
const wave = (size: number, shift: number) =>
  weightOf(
    floats(
      [size],
      Array.from({ length: size }, (_, i) => shift + Math.sin(i)),
    ),
  );

/** conv – relu – conv – reshape – gemm. */
function network(): NetworkGraph {
  const weights = new Map([
    ['k1', wave(600, 1)],
    ['k2', wave(600, 0)],
    ['b2', wave(8, 0)],
    ['shape', weightOf(integers([1, -1]))],
    ['g', wave(600, -2)],
  ]);
  const nodes = [
    node('Conv', ['x', 'k1'], 'a'),
    node('Relu', ['a'], 'r'),
    node('Conv', ['r', 'k2', 'b2'], 'c'),
    node('Reshape', ['c', 'shape'], 'f'),
    node('Gemm', ['f', 'g'], 'y'),
  ];
  const model: Model = {
    irVersion: 10,
    opsets: new Map(),
    producer: '',
    metadata: new Map(),
    functions: [],
    graph: { name: '', inputs: [], outputs: [], nodes, weights, values: new Map() },
  };
  return {
    model,
    input: 'x',
    inputDims: [1],
    logits: 'y',
    logitsDims: [1],
    probabilities: 'y',
    camLayer: null,
    link: 'softmax',
    batched: true,
  };
}

/** Which weights of a re-initialised network differ from the original's. */
function changed(original: NetworkGraph, other: NetworkGraph): string[] {
  const before = original.model.graph.weights;
  return [...other.model.graph.weights]
    .filter(([name, weight]) => !Buffer.from(weight.bytes).equals(Buffer.from(before.get(name)!.bytes)))
    .map(([name]) => name)
    .sort();
}

describe('re-initialised networks', () => {
  it('lose their layers from the output down, one after another', () => {
    const original = network();
    const levels = [...randomisedGraphs(original, 1, 10)];
    assert.deepEqual(
      levels.map((l) => l.layer),
      ['/y', '/c', '/a'],
    );
    assert.deepEqual(
      levels.map((l) => changed(original, l.graph)),
      [['g'], ['b2', 'g', 'k2'], ['b2', 'g', 'k1', 'k2']],
    );
  });

  it('lose several at once when there are more than asked for', () => {
    const levels = [...randomisedGraphs(network(), 1, 2)];
    assert.deepEqual(
      levels.map((l) => l.layer),
      ['/c', '/a'],
    );
  });

  it('keep the mean and deviation of every weight, and repeat with the seed', () => {
    const draw = (seed: number): Float32Array =>
      floatsOf([...randomisedGraphs(network(), seed, 1)][0].graph.model.graph.weights.get('k1')!).data;
    assert.ok(Math.abs(mean(draw(1)) - 1) < 0.1);
    assert.ok(Math.abs(standardDeviation(draw(1)) - Math.SQRT1_2) < 0.1);
    assert.deepEqual(draw(1), draw(1));
    assert.notDeepEqual(draw(1), draw(2));
  });
});
