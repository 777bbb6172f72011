import { GraphBuilder } from '../../../../src/engine/graph/builder';
import { camLayer } from '../../../../src/engine/graph/cam-layer';
import { int, ints } from '../../../../src/engine/graph/model';
import { withShapes } from '../../../../src/engine/graph/shapes';
import { networkGraph } from '../../../../src/engine/model/network-graph';
import { Network } from '../../../../src/engine/session/network';
import { floats, sizeOf, type FloatTensor } from '../../../../src/engine/tensor/tensor';
import { freshExplainer } from '../../explainer/support';
import { noise } from '../perturbation/setup';

/** How a network runs: with batches or one image at a time, on so many threads. */
export interface Running {
  readonly batched?: boolean;
  readonly threads?: number;
}

/** A small network of a kind, and the shape of its input without the batch axis. */
export interface Kind {
  readonly name: string;
  readonly inputDims: readonly number[];
  open(running?: Running): Network;
}

const CLASSES = 3;

function kind(name: string, inputDims: readonly number[], build: (b: GraphBuilder) => string, unit = 1): Kind {
  return {
    name,
    inputDims,
    open({ batched = true, threads = 1 } = {}) {
      const builder = new GraphBuilder();
      builder.input('x', 'float32', ['batch', ...inputDims]);
      builder.op('Identity', [build(builder)], {}, 'logits');
      builder.output('logits', 'logits', 'float32', ['batch', CLASSES]);
      const model = withShapes(builder.build());
      const layer = camLayer(model, 'logits')?.tensor;
      const graph = networkGraph(model, { logits: 'logits', batched, camLayer: layer });
      const explainer = freshExplainer(inputDims, unit);
      return new Network({ ...graph, explainer: () => explainer }, { device: 'cpu', threads });
    },
  };
}

/**
 * Convolution, Relu and pooling three times, the mean of each channel, a linear layer; the first layer is a small part.
 * @param unit what the network takes for 1
 */
function convolutional(name: string, inputDims: readonly number[], { biased = true, unit = 1 } = {}): Kind {
  const [channels, ...spatial] = inputDims;
  const halved = { kernel_shape: ints(spatial.map(() => 2)), strides: ints(spatial.map(() => 2)) };
  const padded = { pads: ints([...spatial, ...spatial].map(() => 1)) };
  return kind(
    name,
    inputDims,
    (b) => {
      const bias = (key: string, size: number) => (biased ? [b.constant(noise([size], key, 'bias'))] : []);
      const stage = (from: string, inputs: number, outputs: number, key: string): string => {
        const values = noise([outputs, inputs, ...spatial.map(() => 3)], key);
        const weights = b.constant(from === 'x' ? scaled(values, 1 / unit) : values);
        const convolved = b.op('Conv', [from, weights, ...bias(key, outputs)], padded);
        return b.op('MaxPool', [b.op('Relu', [convolved])], halved, key);
      };
      const shallow = stage(stage('x', channels, 4, 'edges'), 4, 32, 'shallow');
      const features = stage(shallow, 32, 32, 'deep');
      const mean = b.op('Flatten', [b.op('GlobalAveragePool', [features])], { axis: int(1) });
      return b.op('Gemm', [mean, b.constant(noise([CLASSES, 32], 'head')), ...bias('head', CLASSES)], {
        transB: int(1),
      });
    },
    unit,
  );
}

/** Patches of 4 × 4 as tokens, blocks of attention with two heads and a residual connection, the mean over tokens. */
function transformer(): Kind {
  const [tokens, width, heads, blocks] = [16, 8, 2, 6];
  return kind('a transformer', [3, 16, 16], (b) => {
    const weights = (key: string, ...dims: number[]) => b.constant(noise(dims, key));
    const reshaped = (from: string, ...dims: number[]) => b.op('Reshape', [from, b.integers(-1, ...dims)]);
    const turned = (from: string, ...perm: number[]) => b.op('Transpose', [from], { perm: ints(perm) });
    const patches = b.op('Conv', ['x', weights('patches', width, 3, 4, 4)], { strides: ints([4, 4]) });
    let sequence = turned(reshaped(patches, width, tokens), 0, 2, 1);
    for (let block = 0; block < blocks; block++) {
      const projected = (from: string, key: string) => b.op('MatMul', [from, weights(`${key}${block}`, width, width)]);
      const headsOf = (key: string, ...perm: number[]) =>
        turned(reshaped(projected(sequence, key), tokens, heads, width / heads), ...perm);
      const scores = b.op('MatMul', [headsOf('query', 0, 2, 1, 3), headsOf('key', 0, 2, 3, 1)]);
      const attention = b.op('Softmax', [scores], { axis: int(-1) });
      const mixed = turned(b.op('MatMul', [attention, headsOf('value', 0, 2, 1, 3)]), 0, 2, 1, 3);
      sequence = b.op('Add', [sequence, projected(reshaped(mixed, tokens, width), 'output')]);
    }
    const mean = b.op('ReduceMean', [sequence, b.integers(1)], { keepdims: int(0) });
    return b.op('MatMul', [mean, weights('head', width, CLASSES)]);
  });
}

export const IMAGES = convolutional('images', [3, 16, 16]);
export const SIGNALS = convolutional('signals', [2, 64]);
/** Without biases: where nothing but the input makes the score. */
export const UNBIASED = convolutional('images, no biases', [3, 16, 16], { biased: false });
/** A power of two, so that only exponents differ. */
export const UNIT = 256;
/** The network of images, which takes 256 for 1. */
export const IN_OTHER_UNITS = convolutional('images in other units', [3, 16, 16], { unit: UNIT });
export const TOKENS = transformer();

/** An ordinary input: patches of several colours, or waves. */
export const inputFor = ({ inputDims }: Kind): FloatTensor => {
  const size = sizeOf(inputDims.slice(1));
  const width = inputDims[inputDims.length - 1];
  return floats(
    [1, ...inputDims],
    Float32Array.from({ length: sizeOf(inputDims) }, (_, i) => {
      const [channel, row, column] = [Math.floor(i / size), Math.floor((i % size) / width), i % width];
      return 0.8 * Math.sin(0.4 * column + channel) * Math.cos(0.25 * row - channel) + 0.1;
    }),
  );
};

export const scaled = (tensor: FloatTensor, factor: number): FloatTensor =>
  floats(
    tensor.dims,
    tensor.data.map((v) => v * factor),
  );

export const filled = ({ inputDims }: Kind, value: number): FloatTensor =>
  floats([1, ...inputDims], new Float32Array(sizeOf(inputDims)).fill(value));
