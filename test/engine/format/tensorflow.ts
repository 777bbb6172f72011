import * as tf from '@tensorflow/tfjs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { readModelFile } from '../../../src/engine/model/model-file';
import type { Model } from '../../../src/engine/graph/model';
import { prepareModel } from '../../../src/engine/graph/preparation';
import { evaluate } from '../../../src/engine/session/evaluation';
import { createSession } from '../../../src/engine/session/runtime';
import { floats, sizeOf, type FloatTensor, type Tensor } from '../../../src/engine/tensor/tensor';
import { reversed } from '../gradient/reversed';

/** Saves a LayersModel with TensorFlow.js' own writer and imports the files. */
export async function imported(model: tf.LayersModel): Promise<Model> {
  return inFolder(async (folder) => openedGraph(await saved(model, folder)));
}

/** Saves a LayersModel with TensorFlow.js' own writer. @returns the path of its JSON file */
export async function saved(model: tf.LayersModel, folder: string): Promise<string> {
  const file = path.join(folder, 'any-name.json');
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      writeFileSync(path.join(folder, 'weights.bin'), Buffer.from(artifacts.weightData as ArrayBuffer));
      writeFileSync(
        file,
        JSON.stringify({
          format: 'layers-model',
          generatedBy: artifacts.generatedBy,
          modelTopology: artifacts.modelTopology,
          weightsManifest: [{ paths: ['weights.bin'], weights: artifacts.weightSpecs }],
        }),
      );
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    }),
  );
  return file;
}

/** The graph of a model file as all later code has it. */
export async function openedGraph(file: string): Promise<Model> {
  return (await prepareModel((await readModelFile(file)).raw, evaluate)).model;
}

export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lens-format-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a graph; feeds go to its inputs in order. */
export async function ran(model: Model, feeds: readonly Tensor[]): Promise<FloatTensor[]> {
  const session = await createSession(model, { device: 'cpu', threads: 1, precise: true });
  const named = Object.fromEntries(model.graph.inputs.map((input, k) => [input.name, feeds[k]]));
  const results = await session.run(named);
  await session.release();
  return model.graph.outputs.map((output) => results[output.name] as FloatTensor);
}

/** The gradient of Σ seed · output by the input. */
export async function gradientOf(model: Model, feed: FloatTensor, seed: FloatTensor): Promise<FloatTensor> {
  const [input] = model.graph.inputs;
  const [output] = model.graph.outputs;
  const backward = reversed(model, [output.name], [input.name]);
  const session = await createSession(backward, { device: 'cpu', threads: 1, precise: true });
  const results = await session.run({ [input.name]: feed, [`d:${output.name}`]: seed });
  await session.release();
  return results[`g:${input.name}`] as FloatTensor;
}

/** Images and signals turned from channels last to channels first, as the graph lays out what has spatial axes. */
export function channelsFirst(tensor: FloatTensor): FloatTensor {
  const rank = tensor.dims.length;
  const order = [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, k) => k + 1)];
  const turned = tf.transpose(tf.tensor(tensor.data, [...tensor.dims]), order);
  return floats(turned.shape, Float32Array.from(turned.dataSync()));
}

export const valuesOf = (tensor: tf.Tensor): FloatTensor => floats(tensor.shape, Float32Array.from(tensor.dataSync()));

/** Repeatable values in (−1, 1), different everywhere. */
export function probe(dims: readonly number[], seed = 1): FloatTensor {
  let state = seed * 48271 + 11;
  return floats(
    dims,
    Float32Array.from({ length: sizeOf(dims) }, () => {
      state = (state * 16807) % 2147483647;
      return (state / 2147483647) * 2 - 1;
    }),
  );
}

/** Gives every weight of a model values of its own: fresh layers have zeros and ones, which hide mistakes. */
export function fill(model: tf.LayersModel): void {
  model.setWeights(
    model.weights.map((weight, k) => {
      const dims = weight.shape as number[];
      const { data } = probe(dims, k + 2);
      const positive = /variance|gamma/.test(weight.name);
      return tf.tensor(
        data.map((v) => (positive ? 1 + v / 2 : v * 0.5)),
        dims,
      );
    }),
  );
}
