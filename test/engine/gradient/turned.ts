import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { ints, type Dimension, type Model } from '../../../src/engine/graph/model';
import { foldedSmall } from '../../../src/engine/graph/folding';
import { withShapes } from '../../../src/engine/graph/shapes';
import { upgraded } from '../../../src/engine/graph/upgrade';
import { createSession } from '../../../src/engine/session/runtime';
import { sizeOf, type FloatTensor, type Tensor } from '../../../src/engine/tensor/tensor';
import { reversed } from './reversed';

/** Where each axis of a tensor of some rank comes from. */
type Turning = (rank: number) => readonly number[];

const axes = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k);

/** How the tensors around a node are stored: with its second axis last, or its last axis second. */
const turnings = {
  'second last': (rank) => (rank < 3 ? axes(0, rank) : [0, ...axes(2, rank), 1]),
  'last second': (rank) => (rank < 3 ? axes(0, rank) : [0, rank - 1, ...axes(1, rank - 1)]),
} satisfies Record<string, Turning>;
export type TurningName = keyof typeof turnings;

/** A differentiated model, with what was fed to it and what came out. */
export interface Differentiated {
  readonly model: Model;
  readonly feeds: Readonly<Record<string, FloatTensor>>;
  /** By output. */
  readonly outputGradients: Readonly<Record<string, FloatTensor>>;
  /** By output. */
  readonly results: Readonly<Record<string, FloatTensor>>;
  /** By `g:` and the input. */
  readonly gradients: Readonly<Record<string, FloatTensor>>;
}

/**
 * Outputs and gradients are the same where the model stands between transpositions. ONNX Runtime moves these through
 * the operators, which it can do wrongly where it does not know the form of one.
 */
export async function assertTurned(
  plain: Differentiated,
  names: readonly TurningName[] = ['second last', 'last second'],
): Promise<void> {
  for (const name of names) await assertTurnedBy(plain, turnings[name]);
}

async function assertTurnedBy(plain: Differentiated, turning: Turning): Promise<void> {
  const model = asOpened(plain.model);
  const { turned, inputs, outputs } = turnedModel(model, Object.keys(plain.outputGradients), turning);
  const feeds: Record<string, Tensor> = {};
  for (const [name, tensor] of Object.entries(plain.feeds)) feeds[`${name}/turned`] = permuted(tensor, turning);
  for (const [name, tensor] of Object.entries(plain.outputGradients))
    feeds[`d:${name}/turned`] = permuted(tensor, turning);
  const values = await resultsOf(turned, feeds);
  const gradients = await resultsOf(reversed(turned, outputs, inputs), feeds);
  for (const [name, tensor] of Object.entries(plain.results)) assertSame(name, values, permuted(tensor, turning));
  for (const [name, tensor] of Object.entries(plain.gradients)) assertSame(name, gradients, permuted(tensor, turning));
}

/** In the forms that later code expects; what was measured of the shapes stands. */
function asOpened(model: Model): Model {
  const shaped = withShapes(foldedSmall(upgraded(model)));
  return { ...shaped, graph: { ...shaped.graph, values: new Map([...shaped.graph.values, ...model.graph.values]) } };
}

async function resultsOf(model: Model, feeds: Record<string, Tensor>): Promise<Record<string, Tensor>> {
  const session = await createSession(model, { device: 'cpu', threads: 1 });
  const results = await session.run(feeds);
  await session.release();
  return results;
}

function assertSame(name: string, results: Record<string, Tensor>, expected: FloatTensor): void {
  const got = results[`${name}/turned`];
  assert.deepEqual(got.dims, expected.dims, `shape of ${name} between transpositions`);
  const peak = expected.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  expected.data.forEach((value, i) =>
    assert.ok(
      Math.abs(Number(got.data[i]) - value) <= 1e-4 * peak,
      `${name}[${i}] is ${got.data[i]} between transpositions, ${value} without`,
    ),
  );
}

/** The model with every input turned back before it, and every output turned behind it. */
function turnedModel(
  model: Model,
  outputs: readonly string[],
  turning: Turning,
): { turned: Model; inputs: string[]; outputs: string[] } {
  const { graph } = model;
  const builder = new GraphBuilder({ ...model, graph: { ...graph, inputs: [], outputs: [], nodes: [] } });
  const inputs = graph.inputs.map(({ name, type, shape }) => {
    const order = turning(shape!.length);
    const turned = builder.input(
      `${name}/turned`,
      type,
      order.map((axis) => shape![axis]),
    );
    builder.describe({ name, type, shape });
    builder.op('Transpose', [turned], { perm: ints(order.map((_, axis) => order.indexOf(axis))) }, name);
    return turned;
  });
  graph.nodes.forEach((node) => builder.add(node));
  const made = outputs.map((name) => {
    const { type, shape } = graph.values.get(name)!;
    const order = turning(shape!.length);
    const turned = builder.op('Transpose', [name], { perm: ints(order) }, `${name}/turned`);
    const dims: Dimension[] = order.map((axis) => shape![axis]);
    builder.describe({ name: turned, type, shape: dims });
    return builder.output(turned, turned, type, dims);
  });
  return { turned: builder.build(), inputs, outputs: made };
}

function permuted({ type, dims, data }: FloatTensor, turning: Turning): FloatTensor {
  const order = turning(dims.length);
  const strides = dims.map((_, axis) => sizeOf(dims.slice(axis + 1)));
  const turned = order.map((axis) => dims[axis]);
  const values = Float32Array.from({ length: data.length }, (_, at) => {
    let rest = at;
    let from = 0;
    for (let k = turned.length - 1; k >= 0; k--) {
      from += (rest % turned[k]) * strides[order[k]];
      rest = Math.floor(rest / turned[k]);
    }
    return data[from];
  });
  return { type, dims: turned, data: values };
}
