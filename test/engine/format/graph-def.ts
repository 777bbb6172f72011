import * as tf from '@tensorflow/tfjs';
import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { Model } from '../../../src/engine/graph/model';
import { inFolder, openedGraph, probe } from './tensorflow';

type Attr = Readonly<Record<string, unknown>>;

/** Builds a TensorFlow GraphDef in JSON, with its weights, as the converter writes it. */
export class GraphDef {
  private readonly nodes: object[] = [];
  private readonly specs: tf.io.WeightsManifestEntry[] = [];
  private readonly data: Uint8Array[] = [];
  private count = 0;

  node(op: string, inputs: readonly string[] = [], attr: Attr = {}, name = `${op}_${this.count++}`): string {
    this.nodes.push({ name, op, input: inputs, attr });
    return name;
  }

  image(shape: readonly number[], type = 'DT_FLOAT'): string {
    return this.node(
      'Placeholder',
      [],
      { dtype: { type }, shape: { shape: { dim: shape.map((d) => ({ size: String(d) })) } } },
      'image',
    );
  }

  /** Stored values that differ everywhere. */
  weight(dims: readonly number[], positive = false): string {
    const { data } = probe(dims, this.count + 2);
    return this.stored(
      dims,
      Float32Array.from(data, (v) => (positive ? 1 + v / 2 : v * 0.5)),
      'float32',
    );
  }

  floats(...values: number[]): string {
    return this.stored(values.length === 1 ? [] : [values.length], Float32Array.from(values), 'float32');
  }

  integers(...values: number[]): string {
    return this.stored([values.length], Int32Array.from(values), 'int32');
  }

  integer(value: number): string {
    return this.stored([], Int32Array.of(value), 'int32');
  }

  pairs(...values: number[]): string {
    return this.stored([values.length / 2, 2], Int32Array.from(values), 'int32');
  }

  artifacts(outputs?: readonly string[]): tf.io.ModelArtifacts {
    const bytes = Buffer.concat(this.data);
    const signature = outputs && {
      outputs: Object.fromEntries(outputs.map((name, k) => [`output_${k}`, { name: `${name}:0` }])),
    };
    return {
      format: 'graph-model',
      modelTopology: { node: this.nodes, versions: {} },
      weightSpecs: this.specs,
      weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
      ...(signature && { signature }),
    };
  }

  /** The graph as it is imported from files. */
  imported(outputs?: readonly string[]): Promise<Model> {
    const { weightData, weightSpecs, ...document } = this.artifacts(outputs);
    return inFolder(async (folder) => {
      writeFileSync(path.join(folder, 'group1-shard1of1.bin'), Buffer.from(weightData as ArrayBuffer));
      const file = path.join(folder, 'detector.json');
      writeFileSync(
        file,
        JSON.stringify({ ...document, weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights: weightSpecs }] }),
      );
      return openedGraph(file);
    });
  }

  private stored(shape: readonly number[], values: Float32Array | Int32Array, dtype: 'float32' | 'int32'): string {
    const name = this.node(
      'Const',
      [],
      { dtype: { type: dtype === 'int32' ? 'DT_INT32' : 'DT_FLOAT' } },
      `weights/constant_${this.count++}`,
    );
    this.specs.push({ name, shape: [...shape], dtype });
    this.data.push(new Uint8Array(values.buffer));
    return name;
  }
}

const base64 = (value: string): string => Buffer.from(value).toString('base64');
export const text = (value: string): object => ({ s: base64(value) });
export const texts = (...values: string[]): object => ({ list: { s: values.map(base64) } });
export const ints = (...values: number[]): object => ({ list: { i: values.map(String) } });
export const type = (name = 'DT_FLOAT'): object => ({ type: name });
