import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { runEvaluation } from '../src/engine/evaluation/evaluation';
import { methodFromText } from '../src/engine/evaluation/notation';
import { encodeOnnxFile } from '../src/engine/format/onnx/writer';
import { readModelFile } from '../src/engine/model/model-file';
import { openModel, type OpenedModel } from '../src/engine/model/opening';
import { Execution } from '../src/engine/session/execution';
import { explain } from '../src/engine/explanation/explanation';
import { classScore } from '../src/engine/explanation/target';
import { predict } from '../src/engine/explanation/prediction';
import { readInput } from '../src/engine/image/input';
import { floats } from '../src/engine/tensor/tensor';
import { report } from './figure';
import { benchmarkModels } from './models';
import { medianRatio } from './pairs';

const SIDE = 224;
const SIZES = [1, 2, 4, 8, 16, 32];
/** Decoding needs a core that is free: one is left. */
const OPTIONS = { device: 'cpu', threads: Math.max(1, availableParallelism() - 1) } as const;
const METHOD = 'integrated-gradients:steps=10';
const [NETWORK] = benchmarkModels;
const PAIRS = 3;
/** Explaining costs more: one image in so many is. */
const EXPLAINED = 20;

/** Photographs of noise with soft edges: they decode as slowly as others. */
async function drawImages(folder: string, count: number): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const paths: string[] = [];
  for (let i = 0; i < count; i++) {
    const pixels = Buffer.from(
      Array.from({ length: 3 * 32 * 32 }, (_, k) => Math.imul(i * 3072 + k, 2654435761) >>> 24),
    );
    paths.push(join(folder, `class-${i % 10}-${i}.jpg`));
    await sharp(pixels, { raw: { width: 32, height: 32, channels: 3 } })
      .resize(SIDE, SIDE)
      .jpeg()
      .toFile(paths[i]);
  }
  return paths;
}

/** Runs the network on so many images, so many at a time. */
async function forward({ network }: OpenedModel, count: number, size: number): Promise<void> {
  const { input, inputDims, logits } = network.graph;
  const program = await network.forwardProgram([logits]);
  const images = floats([size, ...inputDims]);
  for (let done = 0; done < count; done += size) await new Execution().run(program, { [input]: images }, size);
}

/** The number of images at a time with which ONNX Runtime is fastest. */
async function bestSize(model: OpenedModel): Promise<number> {
  const times: number[] = [];
  for (const size of SIZES) {
    await forward(model, size, size);
    const start = performance.now();
    await forward(model, 64, size);
    times.push(performance.now() - start);
  }
  return SIZES[times.indexOf(Math.min(...times))];
}

/** Explains the images one after another, and keeps nothing. */
async function explained(model: OpenedModel, paths: readonly string[]): Promise<void> {
  const request = methodFromText(METHOD);
  for (const path of paths) {
    const input = await readInput(path, model.network.graph.inputDims, model.recipe);
    const predicted = await predict(model, input);
    await explain(model, input, classScore(predicted.predictions[0].index, predicted), { ...request, seed: 0 });
  }
}

/**
 * An evaluation against what it cannot do without: of predictions the best batched forward passes, of explanations the
 * method's own runs. Decoding counts. Usage: predictions.ts [IMAGES]
 */
async function main(count = 1000): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'lens-bench-'));
  try {
    const folder = join(root, 'images');
    const paths = await drawImages(folder, count);
    const path = join(root, `${NETWORK.id}.onnx`);
    writeFileSync(path, encodeOnnxFile(NETWORK.build()));
    const model = await openModel(await readModelFile(path), OPTIONS);
    const size = await bestSize(model);
    let run = 0;
    const evaluated = (methods: readonly string[], limit: number) =>
      runEvaluation(
        {
          ...{ folder, models: [path], metrics: [], labelling: 'none', limit },
          methods: methods.map((text) => methodFromText(text)),
          out: join(root, `out-${run++}`),
        },
        OPTIONS,
      );
    const few = Math.ceil(count / EXPLAINED);
    const predictions = await medianRatio(
      () => evaluated([], count),
      () => forward(model, count, size),
      PAIRS,
    );
    const explanations = await medianRatio(
      () => evaluated([METHOD], few),
      () => explained(model, paths.slice(0, few)),
      PAIRS,
    );
    for (const [what, images, { median, spread, denominatorMilliseconds }, limit] of [
      ['predictions over the best batched forward passes', count, predictions, 1.1],
      ['an evaluation over its method', few, explanations, 1.05],
    ] as const)
      report({
        figure: what,
        of: { model: NETWORK.id, images },
        value: median,
        unit: 'ratio',
        spread,
        limit,
        notes: { threads: OPTIONS.threads, 'images at a time': size, 'ms below': denominatorMilliseconds },
      });
    await model.network.close();
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

void main(process.argv[2] === undefined ? undefined : Number(process.argv[2]));
