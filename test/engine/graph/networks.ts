import { GraphBuilder } from '../../../src/engine/graph/builder';
import { float, int, ints, type Dimension, type Model } from '../../../src/engine/graph/model';
import { withShapes } from '../../../src/engine/graph/shapes';
import { floats, integers } from '../../../src/engine/tensor/tensor';
import { noise } from './running';

/** Small networks in the forms that exporters leave. */
class Network extends GraphBuilder {
  /** A node named as PyTorch names it; its output is `<name>_output_0`. */
  at(name: string, op: string, inputs: readonly string[], attributes: Parameters<GraphBuilder['op']>[2] = {}): string {
    this.add({ name, op, domain: '', inputs, outputs: [`${name}_output_0`], attributes });
    return `${name}_output_0`;
  }

  stored(name: string, ...dims: number[]): string {
    return this.weight({ type: 'float32', dims, bytes: new Uint8Array(noise(dims).data.buffer) }, name);
  }

  conv(name: string, x: string, from: number, to: number, stride = 1, size = 3): string {
    const pad = (size - 1) / 2;
    return this.at(
      `${name}/Conv`,
      'Conv',
      [x, this.stored(`${name.slice(1).replace(/\//g, '.')}.weight`, to, from, size, size)],
      { pads: ints([pad, pad, pad, pad]), strides: ints([stride, stride]) },
    );
  }

  norm(name: string, x: string, channels: number): string {
    return this.at(`${name}/BatchNormalization`, 'BatchNormalization', [
      x,
      ...['weight', 'bias', 'mean', 'var'].map((p) => this.stored(`${name}.${p}`, channels)),
    ]);
  }
}

/** Stem, a residual block that keeps the size, one that halves it, global pooling, linear, softmax. */
export function residualNetwork(): Model {
  const b = new Network();
  b.input('x', 'float32', ['batch', 3, 16, 16]);
  const stem = b.at('/relu/Relu', 'Relu', [b.norm('/bn1', b.conv('/conv1', 'x', 3, 4), 4)]);
  const first = b.at('/layer1/layer1.0/relu/Relu', 'Relu', [
    b.norm('/layer1/layer1.0/bn1', b.conv('/layer1/layer1.0/conv1', stem, 4, 4), 4),
  ]);
  const one = b.at('/layer1/layer1.0/Add', 'Add', [
    b.norm('/layer1/layer1.0/bn2', b.conv('/layer1/layer1.0/conv2', first, 4, 4), 4),
    stem,
  ]);
  const block = b.at('/layer1/layer1.0/relu_1/Relu', 'Relu', [one]);
  const inner = b.at('/layer2/layer2.0/relu/Relu', 'Relu', [b.conv('/layer2/layer2.0/conv1', block, 4, 8, 2)]);
  const two = b.at('/layer2/layer2.0/Add', 'Add', [
    b.conv('/layer2/layer2.0/conv2', inner, 8, 8),
    b.conv('/layer2/layer2.0/down', block, 4, 8, 2, 1),
  ]);
  const pooled = b.at('/avgpool/GlobalAveragePool', 'GlobalAveragePool', [
    b.at('/layer2/layer2.0/relu_1/Relu', 'Relu', [two]),
  ]);
  const logits = b.at(
    '/fc/Gemm',
    'Gemm',
    [b.at('/Flatten', 'Flatten', [pooled]), b.stored('fc.weight', 5, 8), b.stored('fc.bias', 5)],
    { transB: int(1) },
  );
  b.output(b.op('Softmax', [logits], { axis: int(1) }, 'probabilities'));
  return withShapes(b.build());
}

/**
 * Patches, a class token, attention blocks with LayerNormalization whole or written out, the class token's linear
 * layer.
 */
export function visionTransformer(writtenOut = false, classToken = true): Model {
  const b = new Network();
  b.input('x', 'float32', ['batch', 3, 16, 24]);
  const patches = b.at('/patch/Conv', 'Conv', ['x', b.stored('patch.weight', 8, 3, 4, 4)], { strides: ints([4, 4]) });
  let x = b.op('Transpose', [b.op('Reshape', [patches, b.integers(0, 8, -1)])], { perm: ints([0, 2, 1]) });
  if (classToken) {
    const batch = b.op('Shape', [x], { end: int(1) });
    x = b.op(
      'Concat',
      [b.op('Expand', [b.stored('cls', 1, 1, 8), b.op('Concat', [batch, b.integers(1, 1)], { axis: int(0) })]), x],
      { axis: int(1) },
    );
  }
  x = b.op('Add', [x, b.stored('pos', 1, classToken ? 25 : 24, 8)]);
  for (const k of [0, 1]) {
    const normalised = layerNorm(b, `/blocks/blocks.${k}/norm1`, x, writtenOut);
    x = b.at(`/blocks/blocks.${k}/Add`, 'Add', [x, attention(b, `/blocks/blocks.${k}/attn`, normalised)]);
    const hidden = b.op('Gelu', [
      b.op('MatMul', [layerNorm(b, `/blocks/blocks.${k}/norm2`, x, writtenOut), b.stored('mlp', 8, 16)]),
    ]);
    x = b.at(`/blocks/blocks.${k}/Add_1`, 'Add', [x, b.op('MatMul', [hidden, b.stored('mlp', 16, 8)])]);
  }
  const normed = layerNorm(b, '/norm', x, writtenOut);
  const summary = classToken
    ? b.op('Gather', [normed, b.constant(integers([0], []))], { axis: int(1) })
    : b.op('ReduceMean', [normed, b.integers(1)], { keepdims: int(0) });
  b.output(b.op('Gemm', [summary, b.stored('head.weight', 8, 5)], {}, 'logits'));
  return withShapes(b.build());
}

function layerNorm(b: Network, name: string, x: string, writtenOut: boolean): string {
  const parameters = [b.stored(`${name}.weight`, 8), b.stored(`${name}.bias`, 8)];
  if (!writtenOut)
    return b.at(`${name}/LayerNormalization`, 'LayerNormalization', [x, ...parameters], { epsilon: float(1e-6) });
  const centred = b.op('Sub', [x, b.op('ReduceMean', [x, b.integers(-1)])]);
  const variance = b.op('ReduceMean', [b.op('Pow', [centred, b.scalar(2)]), b.integers(-1)]);
  const unit = b.op('Div', [centred, b.op('Sqrt', [b.op('Add', [variance, b.scalar(1e-6)])])]);
  return b.at(`${name}/Add_1`, 'Add', [b.op('Mul', [unit, parameters[0]]), parameters[1]]);
}

function attention(b: Network, name: string, x: string): string {
  const qkv = b.op(
    'Transpose',
    [b.op('Reshape', [b.op('MatMul', [x, b.stored(`${name}.qkv`, 8, 24)]), b.integers(0, 0, 3, 2, 4)])],
    { perm: ints([2, 0, 3, 1, 4]) },
  );
  const [q, k, v] = [0, 1, 2].map((part) => b.op('Gather', [qkv, b.constant(integers([part], []))], { axis: int(0) }));
  const scores = b.op('Mul', [
    b.op('MatMul', [q, b.op('Transpose', [k], { perm: ints([0, 1, 3, 2]) })]),
    b.constant(floats([], [0.5])),
  ]);
  const mixed = b.op('MatMul', [b.at(`${name}/Softmax`, 'Softmax', [scores], { axis: int(-1) }), v]);
  const joined = b.op('Reshape', [b.op('Transpose', [mixed], { perm: ints([0, 2, 1, 3]) }), b.integers(0, 0, 8)]);
  return b.op('MatMul', [joined, b.stored(`${name}.proj`, 8, 8)]);
}

/** Two levels down and up with a skip connection; scores at every position. */
export function segmentationNetwork(): Model {
  const b = new Network();
  b.input('x', 'float32', ['batch', 3, 16, 16]);
  const high = b.at('/enc/Relu', 'Relu', [b.conv('/enc', 'x', 3, 4)]);
  const low = b.at('/mid/Relu', 'Relu', [
    b.conv('/mid', b.op('MaxPool', [high], { kernel_shape: ints([2, 2]), strides: ints([2, 2]) }), 4, 8),
  ]);
  const up = b.op('Resize', [low, '', b.constant(floats([4], [1, 1, 2, 2]))]);
  const out = b.at('/dec/Relu', 'Relu', [b.conv('/dec', b.op('Concat', [up, high], { axis: int(1) }), 12, 4)]);
  b.output(b.op('Sigmoid', [b.conv('/head', out, 4, 3, 1, 1)], {}, 'mask'));
  return withShapes(b.build());
}

/** A graph that begins with `scores`. */
export function tail(build: (b: GraphBuilder, x: string) => void, shape: readonly Dimension[] = ['batch', 10]): Model {
  const b = new GraphBuilder();
  build(b, b.op('Relu', [b.input('x', 'float32', shape)], {}, 'scores'));
  return withShapes(b.build());
}
