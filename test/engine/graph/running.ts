import * as ort from 'onnxruntime-node';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { GraphBuilder, emptyModel } from '../../../src/engine/graph/builder';
import type { Attributes, Dimension, Model } from '../../../src/engine/graph/model';
import { sizeOf, type ElementType, type Tensor } from '../../../src/engine/tensor/tensor';

/** Runs a model in ONNX Runtime without any of its graph optimisations. */
export async function run(model: Model, feeds: Readonly<Record<string, Tensor>>): Promise<Map<string, Tensor>> {
  const session = await ort.InferenceSession.create(encodeOnnxFile(model), {
    graphOptimizationLevel: 'disabled',
    logSeverityLevel: 3,
  });
  const given = Object.fromEntries(
    Object.entries(feeds).map(([name, t]) => [
      name,
      new ort.Tensor(t.type as 'float32', t.data as Float32Array, [...t.dims]),
    ]),
  );
  const results = await session.run(given);
  await session.release();
  return new Map(
    Object.entries(results).map(([name, t]) => [
      name,
      { type: t.type as ElementType, dims: t.dims, data: t.data as Float32Array },
    ]),
  );
}

/** The callback that constant folding asks for what it does not compute itself. */
export const evaluate = (model: Model): Promise<Map<string, Tensor>> => run(model, {});

/** Repeatable values in (−1, 1). */
export function noise(dims: readonly number[], seed = 1): Tensor<Float32Array> {
  let state = seed * 7919;
  const next = (): number => {
    state = (state * 16807) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  };
  return { type: 'float32', dims, data: Float32Array.from({ length: sizeOf(dims) }, next) };
}

/** Largest difference relative to the largest expected value; Infinity where the shapes differ. */
export function difference(got: Tensor | undefined, expected: Tensor): number {
  if (!got || got.dims.join() !== expected.dims.join()) return Infinity;
  let most = 0;
  let peak = 0;
  for (let i = 0; i < expected.data.length; i++) {
    most = Math.max(most, Math.abs(Number(got.data[i]) - Number(expected.data[i])));
    peak = Math.max(peak, Math.abs(Number(expected.data[i])));
  }
  return most / (peak || 1);
}

export interface NodeCase {
  readonly op: string;
  readonly opset?: number;
  /** Tensors that vary (graph inputs) or are stored (weights), by position; null is an absent input. */
  readonly inputs: readonly (Tensor | { readonly weight: Tensor } | null)[];
  readonly attributes?: Attributes;
  readonly outputs?: number;
  /** Types of the outputs, float32 where not said. */
  readonly types?: readonly ElementType[];
}

export const weight = (tensor: Tensor): { weight: Tensor } => ({ weight: tensor });

/**
 * A model of one node: inputs `x0`, `x1`…, weights `w1`…, outputs `y0`, `y1`…; the first axis of `x0` may be given a
 * symbol.
 */
export function nodeModel(c: NodeCase, firstAxis?: Dimension): { model: Model; feeds: Record<string, Tensor> } {
  const builder = new GraphBuilder({ ...emptyModel(), irVersion: 8, opsets: new Map([['', c.opset ?? 21]]) });
  const feeds: Record<string, Tensor> = {};
  const names = c.inputs.map((input, k) => {
    if (input === null) return '';
    if ('weight' in input) return builder.constant(input.weight, `w${k}`);
    feeds[`x${k}`] = input;
    const shape: Dimension[] = [...input.dims];
    if (k === 0 && firstAxis !== undefined) shape[0] = firstAxis;
    return builder.input(`x${k}`, input.type, shape);
  });
  const outputs = Array.from({ length: c.outputs ?? 1 }, (_, k) => `y${k}`);
  builder.add({ name: 'node', op: c.op, domain: '', inputs: names, outputs, attributes: c.attributes ?? {} });
  outputs.forEach((name, k) => builder.output(name, name, c.types?.[k]));
  return { model: builder.build(), feeds };
}

/** A copy by value that shares nothing, to see that a model was not changed. */
export function snapshot(model: Model): string {
  return JSON.stringify([
    model.opsets.size,
    [...model.opsets],
    model.graph.nodes,
    model.graph.inputs,
    model.graph.outputs,
    [...model.graph.weights.keys()],
    [...model.graph.values],
  ]);
}
