import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from '../src/engine/explanation/explanation';
import { predict } from '../src/engine/explanation/prediction';
import { readInput } from '../src/engine/image/input';
import { readModelFile } from '../src/engine/model/model-file';
import { openModel } from '../src/engine/model/opening';
import { asFloats } from '../src/engine/tensor/tensor';

const ROUNDS = 2000;
const METHODS = ['gradient', 'grad-cam', 'eigen-cam', 'guided-backprop'] as const;
/** Until then the pools of ONNX Runtime, sharp and V8 fill. */
const WARM_UP = 400;

const resident = (): number => process.memoryUsage.rss() / 1e6;

/** Explains 2000 different images and prints how resident memory went: it must not grow after the warm-up. */
export async function main(): Promise<void> {
  const folder = 'samples/faces/test/glasses';
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.png'))
    .map((name) => join(folder, name));
  const model = await openModel(await readModelFile('samples/models/faces-cnn.onnx'), { device: 'cpu', threads: 1 });
  const readings: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const input = await readInput(files[round % files.length], model.network.graph.inputDims, model.recipe);
    // Another image each round: nothing of the round before may be remembered.
    const data = asFloats(input.tensor).data.map((v) => v + round * 1e-4);
    const different = { ...input, tensor: { ...input.tensor, data } };
    const { predictions } = await predict(model, different);
    await explain(
      model,
      different,
      { index: predictions[0].index, kind: 'logit' },
      { method: METHODS[round % METHODS.length], params: {} },
    );
    if (round % 100 === 99) readings.push(Math.round(resident()));
  }
  const after = readings.slice(WARM_UP / 100);
  const half = after.length >> 1;
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const growth = mean(after.slice(half)) - mean(after.slice(0, half));
  console.log(
    JSON.stringify({
      figure: 'soak',
      explanations: ROUNDS,
      megabytesPerHundred: readings,
      growthMegabytes: Math.round(growth * 10) / 10,
    }),
  );
  await model.network.close();
}

if (require.main === module) void main();
