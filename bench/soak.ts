import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from '../src/engine/explanation/explanation';
import { predict } from '../src/engine/explanation/prediction';
import { readInput } from '../src/engine/image/input';
import { readModelFile } from '../src/engine/model/model-file';
import { openModel } from '../src/engine/model/opening';
import { asFloats } from '../src/engine/tensor/tensor';
import type { ParameterValues } from '../src/protocol/parameter';
import { report } from './figure';

const ROUNDS = 2000;
const MODELS = ['samples/models/faces-cnn.onnx', 'samples/models/faces-resnet.onnx'];
/** Gradients, CAMs, relevance and perturbations, as somebody who compares methods runs them. */
const METHODS: readonly { readonly method: string; readonly params: ParameterValues }[] = [
  { method: 'gradient', params: {} },
  { method: 'grad-cam', params: {} },
  { method: 'integrated-gradients', params: { steps: 8 } },
  { method: 'eigen-cam', params: {} },
  { method: 'rise', params: { samples: 16 } },
  { method: 'guided-backprop', params: {} },
  { method: 'occlusion', params: { window: [3, 32, 32], strides: [3, 32, 32] } },
  { method: 'score-cam', params: {} },
];
/** Until then the pools of ONNX Runtime, sharp and V8 fill. */
const WARM_UP = 500;
const EVERY = 100;

const resident = (): number => Math.round(process.memoryUsage.rss() / 1e6);

/** Explains 2000 different images by two models and prints how resident memory went after the first 500. */
export async function main(): Promise<void> {
  const folder = 'samples/faces/test/glasses';
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.png'))
    .map((name) => join(folder, name));
  const models = [];
  for (const path of MODELS) models.push(await openModel(await readModelFile(path), { device: 'cpu', threads: 1 }));
  const readings: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const model = models[round % models.length];
    const input = await readInput(files[round % files.length], model.network.graph.inputDims, model.recipe);
    // Another image each round: nothing of the round before may be remembered.
    const data = asFloats(input.tensor).data.map((v) => v + round * 1e-4);
    const different = { ...input, tensor: { ...input.tensor, data } };
    const { predictions } = await predict(model, different);
    const target = { index: predictions[0].index, kind: 'logit' } as const;
    await explain(model, different, target, METHODS[Math.floor(round / models.length) % METHODS.length]);
    if (round % EVERY === EVERY - 1) readings.push(resident());
  }
  const [early, late] = [readings[WARM_UP / EVERY - 1], readings[readings.length - 1]];
  report({
    figure: 'growth of resident memory',
    of: { explanations: ROUNDS },
    value: Math.round((1000 * (late - early)) / early) / 10,
    unit: '%',
    limit: 5,
    notes: { megabytesPerHundred: readings },
  });
  for (const model of models) await model.network.close();
}

if (require.main === module) void main();
