import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LensError } from '../../protocol/error';
import type { NearestImages, NearestProgress, NearestRequest, NearImage } from '../../protocol/nearest';
import { preprocessingOf } from '../../protocol/preprocessing';
import type { LeftOut } from '../dataset/dataset';
import { inputListing } from '../dataset/volume-slices';
import type { OpenedModel } from '../model/opening';
import type { Network } from '../session/network';
import { Execution, type JobOptions } from '../session/execution';
import { meanDirection } from '../task/target/vector-score';
import { floats, type FloatTensor } from '../tensor/tensor';
import { openInput } from './opened-input';
import { vectorDims } from './vector-target';

/** More images than anyone waits for. */
const MOST_IMAGES = 20_000;

/** Embeddings of length 1 that were made before, by file and recipe. */
const kept = new WeakMap<Network, Map<string, Float32Array>>();

type Searched = Pick<NearestRequest, 'input' | 'folder' | 'references' | 'count'>;

/**
 * The images of a folder whose embeddings are nearest to that of an image, or to the mean direction of several, by their
 * cosine; these themselves are none of them. Files that cannot be read are told of and left out.
 * @throws LensError where the model has no row of numbers, or the folder no images
 */
export async function nearestImages(
  model: OpenedModel,
  { input, folder, references, count }: Searched,
  options: JobOptions = {},
  report: (progress: NearestProgress) => void = () => undefined,
): Promise<NearestImages> {
  vectorDims(model, 'how near images are');
  const { root, inputs } = await inputListing(folder, model.network.graph.inputDims);
  const asked = references && references.length > 0 ? references : [input];
  const own = new Set(asked.map((path) => resolve(path)));
  const others = inputs.map((name) => join(root, name)).filter((path) => !own.has(path));
  if (others.length === 0 || others.length > MOST_IMAGES)
    throw new LensError({
      code: 'not-found',
      what:
        others.length === 0
          ? 'the folder holds no other image'
          : `the folder holds ${others.length} images, and at most ${MOST_IMAGES} are compared`,
      where: folder,
      next: 'Choose another folder',
    });
  const direction = await directionOf(model, asked, options);
  const images: NearImage[] = [];
  const leftOut: LeftOut[] = [];
  for (const [done, path] of others.entries()) {
    report({ done, total: others.length });
    try {
      const other = await embeddingOf(model, path, options);
      images.push({ path, similarity: direction.reduce((sum, value, k) => sum + value * other[k], 0) });
    } catch (thrown) {
      const error = LensError.from(thrown);
      if (error.code === 'cancelled') throw error;
      leftOut.push({ name: path, reason: error.what });
    }
  }
  images.sort((a, b) => b.similarity - a.similarity);
  return { images: images.slice(0, count), compared: images.length, leftOut };
}

/** The mean of the embeddings of images, of length 1. */
async function directionOf(model: OpenedModel, paths: readonly string[], options: JobOptions): Promise<Float32Array> {
  const embeddings: FloatTensor[] = [];
  for (const path of paths) {
    const data = await embeddingOf(model, path, options);
    embeddings.push(floats([1, data.length], data));
  }
  return unit(meanDirection(embeddings).data);
}

function unit(data: Float32Array): Float32Array {
  const length = Math.hypot(...data) || 1;
  return data.map((value) => value / length);
}

/** The embedding of an image, of length 1. */
async function embeddingOf(model: OpenedModel, path: string, { signal, lane }: JobOptions): Promise<Float32Array> {
  const known = kept.get(model.network) ?? new Map<string, Float32Array>();
  kept.set(model.network, known);
  const { mtimeMs = 0, size = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  const key = JSON.stringify([path, mtimeMs, size, preprocessingOf(model.recipe)]);
  const found = known.get(key);
  if (found) return found;
  const { model: own, input } = await openInput(model, path);
  const { data } = await own.network.logits(input.tensor, new Execution(signal, lane));
  const embedding = unit(data);
  // What lies beside an image may change without it.
  if (own === model) known.set(key, embedding);
  return embedding;
}
