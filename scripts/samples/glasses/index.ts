import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeOnnxFile } from '../../../src/engine/format/onnx/writer';
import { writeSet } from '../../../src/engine/generation';
import type { Model } from '../../../src/engine/graph/model';
import { SIZE } from '../../../src/engine/generation/face/scene';
import { floats, sizeOf } from '../../../src/engine/tensor/tensor';
import { detectorTarget, finishedDetector, freshDetector } from './detector';
import { readExamples, type Example } from './examples';
import { fitted } from './fitting';
import { COARSE, finishedSegmenter, freshSegmenter } from './segmenter';

/** Persons to learn from, each three times. */
const PERSONS = 600;

/** The networks that find the drawn glasses, by the name of their files. */
const NETWORKS: Readonly<Record<string, (examples: readonly Example[], name: string) => Promise<Model>>> = {
  'faces-detector': async (examples, name) => {
    const loss = { id: 'boxes-at-places', params: { boxWeight: 2 } };
    const network = { name, fresh: freshDetector(7), epochs: 6, loss, targets: boxTargets };
    return finishedDetector(await fitted(network, examples));
  },
  'faces-segmenter': async (examples, name) => {
    const loss = { id: 'cross-entropy', params: { classWeights: [1, 3, 3] } };
    const network = { name, fresh: freshSegmenter(7), epochs: 4, loss, targets: pixelTargets };
    return finishedSegmenter(await fitted(network, examples));
  },
};

/** Trains the detector and the segmenter, and writes them into `models`. */
export async function trainGlasses(cache: string, models: string, isWanted: (name: string) => boolean): Promise<void> {
  const wanted = Object.entries(NETWORKS).filter(([name]) => isWanted(name));
  if (wanted.length === 0) return;
  const folder = path.join(cache, 'glasses');
  if (!existsSync(folder)) await writeSet({ set: `glasses:train=${PERSONS}:test=0`, out: folder });
  const examples = await readExamples(path.join(folder, 'train'));
  for (const [name, network] of wanted)
    writeFileSync(path.join(models, `${name}.onnx`), encodeOnnxFile(await network(examples, name)));
}

function boxTargets(batch: readonly Example[]) {
  const targets = batch.map(({ box }) => detectorTarget(box));
  const [{ dims }] = targets;
  const all = floats([batch.length, ...dims]);
  targets.forEach(({ data }, n) => all.data.set(data, n * sizeOf(dims)));
  return all;
}

function pixelTargets(batch: readonly Example[]) {
  const side = SIZE / COARSE;
  const data = new BigInt64Array(batch.length * side * side);
  batch.forEach(({ labels }, n) => {
    for (let p = 0; p < side * side; p++)
      data[n * side * side + p] = BigInt(labels[Math.floor(p / side) * COARSE * SIZE + (p % side) * COARSE]);
  });
  return { type: 'int64' as const, dims: [batch.length, side, side], data };
}
