import { Draws } from '../../../../src/engine/attribution/draws';
import type { Attribution, AttributionMethod, MethodContext } from '../../../../src/engine/attribution/method';
import { completed } from '../../../../src/engine/parameter/values';
import { GraphBuilder } from '../../../../src/engine/graph/builder';
import { int } from '../../../../src/engine/graph/model';
import { Execution } from '../../../../src/engine/session/execution';
import { Network } from '../../../../src/engine/session/network';
import { networkGraph } from '../../../../src/engine/model/network-graph';
import { RandomStream } from '../../../../src/engine/tensor/random';
import { floats, sizeOf, type FloatTensor } from '../../../../src/engine/tensor/tensor';

/** Random values in −1..1. */
export function noise(dims: readonly number[], ...key: (number | string)[]): FloatTensor {
  const stream = new RandomStream('test', ...key);
  return floats(
    dims,
    Float32Array.from({ length: sizeOf(dims) }, () => 2 * stream.uniform() - 1),
  );
}

/** logits = W x over flattened inputs, one row of weights per class. */
export function linearNetwork(dims: readonly number[], weights: FloatTensor, batched = true): Network {
  const builder = new GraphBuilder();
  builder.input('x', 'float32', ['batch', ...dims]);
  const flat = builder.op('Flatten', ['x'], { axis: int(1) });
  builder.op('Gemm', [flat, builder.constant(weights)], { transB: int(1) }, 'logits');
  builder.output('logits', 'logits', 'float32', ['batch', weights.dims[0]]);
  return open(builder, batched);
}

/** logits = V relu(W x): segments interact. */
export function curvedNetwork(dims: readonly number[], classes = 3, batched = true): Network {
  const builder = new GraphBuilder();
  builder.input('x', 'float32', ['batch', ...dims]);
  const flat = builder.op('Flatten', ['x'], { axis: int(1) });
  const hidden = builder.op('Relu', [
    builder.op('Gemm', [flat, builder.constant(noise([16, sizeOf(dims)], 'hidden'))], { transB: int(1) }),
  ]);
  builder.op('Gemm', [hidden, builder.constant(noise([classes, 16], 'last'))], { transB: int(1) }, 'logits');
  builder.output('logits', 'logits', 'float32', ['batch', classes]);
  return open(builder, batched);
}

/** Two convolutions with a pooling step, then the mean per channel and a linear layer. */
export function convolutionalNetwork(channels: number, size: number, classes = 3, batched = true): Network {
  const builder = new GraphBuilder();
  const padded = { pads: { kind: 'ints' as const, value: [1, 1, 1, 1] } };
  builder.input('x', 'float32', ['batch', channels, size, size]);
  builder.op(
    'Relu',
    [builder.op('Conv', ['x', builder.constant(noise([6, channels, 3, 3], 'first'))], padded)],
    {},
    'shallow',
  );
  const two = { kind: 'ints' as const, value: [2, 2] };
  const pooled = builder.op('MaxPool', ['shallow'], { kernel_shape: two, strides: two });
  builder.op(
    'Relu',
    [builder.op('Conv', [pooled, builder.constant(noise([8, 6, 3, 3], 'second'))], padded)],
    {},
    'deep',
  );
  const mean = builder.op('Flatten', [builder.op('GlobalAveragePool', ['deep'])], { axis: int(1) });
  builder.op('Gemm', [mean, builder.constant(noise([classes, 8], 'head'))], { transB: int(1) }, 'logits');
  builder.output('logits', 'logits', 'float32', ['batch', classes]);
  return open(builder, batched);
}

function open(builder: GraphBuilder, batched: boolean): Network {
  return new Network(networkGraph(builder.build(), { logits: 'logits', batched }), { device: 'cpu', threads: 1 });
}

export interface Overrides extends Partial<Omit<MethodContext, 'params' | 'draws'>> {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly draws?: Draws;
}

/** Runs a method with defaults for everything not named. */
export function explain(
  method: AttributionMethod,
  network: Network,
  input: FloatTensor,
  { params = {}, ...rest }: Overrides = {},
): Promise<Attribution> {
  return method.run({ ...surroundings(network, input), ...rest, params: completed(method.params, params) });
}

/** All of a context but the parameters. */
export function surroundings(network: Network, input: FloatTensor): Omit<MethodContext, 'params'> {
  return {
    network,
    input,
    score: { index: 0, kind: 'logit' },
    draws: new Draws(1),
    files: {},
    execution: new Execution(),
    report: () => undefined,
  };
}

export const segmentValuesOf = ({ details }: Attribution): Float64Array =>
  (details?.segmentValues as { data: Float64Array }).data;

/** Largest difference of two arrays. */
export function gap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = a.length === b.length ? 0 : Infinity;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i] - b[i]));
  return most;
}
