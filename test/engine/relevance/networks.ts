import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeOnnx } from '../../../src/engine/format/onnx/reader';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { int, ints, type Model } from '../../../src/engine/graph/model';
import { prepareWithoutRunning } from '../../../src/engine/graph/preparation';
import { Network } from '../../../src/engine/session/network';
import { networkGraph } from '../../../src/engine/model/network-graph';
import { decodeNpy } from '../../../src/engine/tensor/npy';
import { asFloats, floats, sizeOf, type FloatTensor } from '../../../src/engine/tensor/tensor';
import { noise } from '../attribution/perturbation/setup';

const fixtures = join(__dirname, '../../fixtures');

/** A model as a network that can be explained. */
export function networkOf(model: Model, logits = 'logits'): Network {
  return new Network(networkGraph(model, { logits }), { device: 'cpu', threads: 1 });
}

/** One of the reference models, after `change`. */
export function fixtureNetwork(name: string, change: (model: Model) => Model = (model) => model): Network {
  const model = prepareWithoutRunning(decodeOnnx(readFileSync(join(fixtures, 'models', `${name}.onnx`))));
  return networkOf(change(model), name === 'cnn-softmax' ? '/net/classifier/classifier.4/Gemm_output_0' : 'logits');
}

/** The stored input of a reference model. */
export const fixtureInput = (name: string): FloatTensor =>
  asFloats(decodeNpy(readFileSync(join(fixtures, 'gradients', `${name.replace(/-bn$/, '')}.0.input.npy`))));

/** logits made from the input `x` by `body`. */
export function built(dims: readonly number[], classes: number, body: (builder: GraphBuilder) => string): Network {
  const builder = new GraphBuilder();
  builder.input('x', 'float32', ['batch', ...dims]);
  builder.op('Identity', [body(builder)], {}, 'logits');
  builder.output('logits', 'logits', 'float32', ['batch', classes]);
  return networkOf(builder.build());
}

/** The weights of one hidden layer and one dense layer on top. */
export interface Layers {
  readonly dims: readonly number[];
  readonly hidden: FloatTensor;
  readonly hiddenBias: FloatTensor;
  readonly dense: FloatTensor;
  readonly denseBias: FloatTensor;
}

export function randomLayers(dims: readonly number[], units: number, classes: number, seed: string): Layers {
  return {
    dims,
    hidden: noise([units, ...dims], seed, 'hidden'),
    hiddenBias: noise([units], seed, 'bias'),
    dense: noise([classes, units], seed, 'dense'),
    denseBias: noise([classes], seed, 'last'),
  };
}

/**
 * A convolution whose kernel covers the whole input, Relu, and a dense layer: small enough for sums written out by
 * hand.
 */
export function twoLayerNetwork({ dims, hidden, hiddenBias, dense, denseBias }: Layers): Network {
  return built(dims, dense.dims[0], (b) => {
    const units = b.op('Relu', [
      b.op('Conv', ['x', b.constant(hidden), b.constant(hiddenBias)], { pads: ints([0, 0, 0, 0]) }),
    ]);
    return b.op('Gemm', [b.op('Flatten', [units], { axis: int(1) }), b.constant(dense), b.constant(denseBias)], {
      transB: int(1),
    });
  });
}

/** Weights of unit `unit` as a plain array. */
export const weightsOf = (weights: FloatTensor, unit: number): Float32Array => {
  const size = sizeOf(weights.dims.slice(1));
  return weights.data.subarray(unit * size, (unit + 1) * size);
};

export const total = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

export { floats };
