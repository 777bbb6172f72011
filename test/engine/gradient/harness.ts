import assert from 'node:assert/strict';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import type { Attribute, Attributes, Dimension, Model } from '../../../src/engine/graph/model';
import type { Session } from '../../../src/engine/session/session';
import { createSession } from '../../../src/engine/session/runtime';
import {
  asFloats,
  floats,
  integers,
  sizeOf,
  type ElementType,
  type FloatTensor,
  type Tensor,
} from '../../../src/engine/tensor/tensor';
import { reversed } from './reversed';
import { assertTurned, type TurningName } from './turned';

/**
 * How an operand's numbers are drawn: `spaced` and `between` keep them apart (also from each other), so that no step
 * crosses a kink or a tie.
 */
type Values = 'normal' | 'spaced' | 'between' | 'positive' | readonly number[];

export interface Operand {
  readonly dims: readonly number[];
  readonly values?: Values;
  /** A stored weight instead of an input; integers are always stored. */
  readonly constant?: boolean;
  readonly type?: 'float32' | 'int64' | 'bool';
  /** The first axis is the symbolic batch (default for inputs of rank 2 and more). */
  readonly batch?: boolean;
}

export interface Check {
  readonly op: string;
  /** '' where an optional input is absent. */
  readonly inputs: readonly (Operand | '')[];
  readonly attributes?: Readonly<Record<string, number | string | readonly number[] | Attribute>>;
  readonly outputs?: number;
  /** Element types of the outputs where they are not float32. */
  readonly types?: readonly ElementType[];
  /** Outputs whose gradient is fed; all by default. */
  readonly seeded?: readonly number[];
  /** Inputs whose gradient the rule leaves out on purpose. */
  readonly ignored?: readonly number[];
  /** Layouts in which ONNX Runtime has the operator at all; both by default. */
  readonly turnings?: readonly TurningName[];
  readonly tolerance?: number;
  readonly step?: number;
}

/** Deterministic numbers in [0, 1): a small multiplicative congruential generator is enough for test data. */
export function generator(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

function draw(values: Values, size: number, random: () => number): Float32Array {
  if (typeof values !== 'string') return Float32Array.from(values);
  if (values === 'spaced' || values === 'between') {
    const offset = values === 'spaced' ? 0.125 : 0.05;
    const order = Float32Array.from({ length: size }, (_, i) => (i - Math.floor(size / 2)) * 0.15 + offset);
    for (let i = size - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Float32Array.from({ length: size }, () => (values === 'positive' ? 0.5 + 2 * random() : normal()));
}

const attributesOf = (given: Check['attributes'] = {}): Attributes =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, attributeOf(name, value)]));

const FLOAT_ATTRIBUTES = new Set([
  'alpha',
  'beta',
  'gamma',
  'epsilon',
  'lambd',
  'bias',
  'cubic_coeff_a',
  'extrapolation_value',
  'spatial_scale',
  'threshold',
]);

function attributeOf(name: string, value: number | string | readonly number[] | Attribute): Attribute {
  if (typeof value === 'string') return { kind: 'string', value };
  if (typeof value === 'number') return { kind: FLOAT_ATTRIBUTES.has(name) ? 'float' : 'int', value };
  return Array.isArray(value) ? { kind: 'ints', value } : (value as Attribute);
}

interface Built {
  readonly model: Model;
  readonly feeds: Record<string, FloatTensor>;
  readonly outputs: readonly string[];
}

function tensorFor(operand: Operand, random: () => number): Tensor {
  const size = sizeOf(operand.dims);
  if (operand.type === 'int64') return integers(operand.values as number[], operand.dims);
  if (operand.type === 'bool')
    return { type: 'bool', dims: operand.dims, data: Uint8Array.from(operand.values as number[]) };
  return floats(operand.dims, draw(operand.values ?? 'normal', size, random));
}

const symbolic = (dims: readonly number[], batch: boolean): Dimension[] =>
  dims.map((d, axis) => (batch && axis === 0 ? 'batch' : d));

const takesBatch = (operand: Operand): boolean => operand.batch ?? operand.dims.length >= 2;

async function build(check: Check, seed: number): Promise<Built> {
  const random = generator(seed);
  const builder = new GraphBuilder();
  const feeds: Record<string, FloatTensor> = {};
  const names = check.inputs.map((operand, i) => {
    if (operand === '') return '';
    const tensor = tensorFor(operand, random);
    if (operand.constant || operand.type) return builder.constant(tensor, `constant${i}`);
    feeds[`x${i}`] = tensor as FloatTensor;
    return builder.input(`x${i}`, 'float32', symbolic(operand.dims, takesBatch(operand)));
  });
  const outputs = builder.ops(check.op, names, attributesOf(check.attributes), check.outputs ?? 1);
  outputs.forEach((name, k) => builder.output(name, name, check.types?.[k] ?? 'float32'));
  const model = builder.build();
  const session = await createSession(model, { device: 'cpu', threads: 1 });
  const results = await session.run(feeds);
  await session.release();
  const batched = check.inputs.some(
    (operand) => operand !== '' && !operand.constant && !operand.type && takesBatch(operand),
  );
  const batch = batched
    ? (check.inputs.find((o) => o !== '' && !o.constant && !o.type && takesBatch(o)) as Operand).dims[0]
    : -1;
  for (const name of outputs) {
    const { type, dims } = results[name];
    builder.describe({ name, type, shape: symbolic(dims, dims[0] === batch) });
  }
  return { model: builder.build(), feeds, outputs };
}

const dot = (a: FloatTensor, b: Tensor): number => a.data.reduce((sum, v, i) => sum + v * Number(b.data[i]), 0);

/** Fourth-order central difference of Σ seeds · outputs by one number of one input. */
async function difference(
  session: Session,
  built: Built,
  seeds: Record<string, FloatTensor>,
  input: string,
  at: number,
  step: number,
): Promise<number> {
  const value = async (offset: number): Promise<number> => {
    const moved = floats(built.feeds[input].dims, Float32Array.from(built.feeds[input].data));
    moved.data[at] += offset;
    const results = await session.run({ ...built.feeds, [input]: moved });
    return Object.entries(seeds).reduce((sum, [name, seed]) => sum + dot(seed, results[name]), 0);
  };
  const [a, b, c, d] = [await value(step), await value(-step), await value(2 * step), await value(-2 * step)];
  return (8 * (a - b) - (c - d)) / (12 * step);
}

/** Runs the reverse graph of one node and compares every number of every gradient with finite differences. */
export async function assertGradient(check: Check, seed = 1): Promise<void> {
  const built = await build(check, seed);
  const random = generator(seed + 1000);
  const step = check.step ?? 0.01;
  const seeded = (check.seeded ?? built.outputs.map((_, i) => i)).map((i) => built.outputs[i]);
  const targets = Object.keys(built.feeds).filter((name) => !check.ignored?.some((i) => name === `x${i}`));
  const forward = await createSession(built.model, { device: 'cpu', threads: 1 });
  const results = await forward.run(built.feeds);
  const seeds = Object.fromEntries(
    seeded.map((name) => [name, floats(results[name].dims, draw('normal', results[name].data.length, random))]),
  );
  const backward = await createSession(reversed(built.model, seeded, targets), { device: 'cpu', threads: 1 });
  const fed = Object.fromEntries(
    [...Object.entries(built.feeds), ...Object.entries(seeds).map(([name, t]) => [`d:${name}`, t])].filter(([name]) =>
      backward.inputNames.includes(name as string),
    ),
  );
  const gradients = await backward.run(fed);
  for (const target of targets) {
    const gradient = gradients[`g:${target}`];
    assert.deepEqual(gradient.dims, built.feeds[target].dims, `shape of the gradient of ${target}`);
    const expected: number[] = [];
    for (let i = 0; i < built.feeds[target].data.length; i++)
      expected.push(await difference(forward, built, seeds, target, i, step));
    const peak = Math.max(...expected.map(Math.abs), 1e-3);
    expected.forEach((value, i) => {
      const error = Math.abs(Number(gradient.data[i]) - value) / peak;
      assert.ok(
        error <= (check.tolerance ?? 1e-3),
        `${check.op} d${target}[${i}]: ${gradient.data[i]} against ${value} by finite differences`,
      );
    });
  }
  await forward.release();
  await backward.release();
  const values = Object.fromEntries(seeded.map((name) => [name, asFloats(results[name])]));
  const slopes = Object.fromEntries(Object.entries(gradients).map(([name, tensor]) => [name, asFloats(tensor)]));
  await assertTurned(
    { model: built.model, feeds: built.feeds, outputGradients: seeds, results: values, gradients: slopes },
    check.turnings,
  );
}
